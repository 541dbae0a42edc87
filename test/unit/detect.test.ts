/** Numbers with right check digits are known for their carrier; with one digit changed they are refused with a reason. */
import { expect } from 'chai';
import { detectTracking } from '../../src/shipping/detect.ts';
import { sandboxCheckDigit } from '../../src/shipping/sandbox-number.ts';
import { refusalOf } from '../setup/world.ts';

describe('tracking numbers', () => {
  const known: readonly [number: string, carrier: string][] = [
    ['1Z999AA10123456784', 'ups'],
    ['1z 999 aa1 01 2345 6784', 'ups'],
    ['9400111202555842332669', 'usps'],
    ['986578788855', 'fedex'],
    ['SBX123456782', 'sandbox'],
    ['sbx-1234-5678-2', 'sandbox'],
  ];
  for (const [number, carrier] of known) {
    it(`${number} is ${carrier}'s`, async () => {
      const detected = await detectTracking(number);
      expect(detected.carrier).to.equal(carrier);
      expect(detected.trackingNumber).to.equal(number.replace(/[\s-]/g, '').toUpperCase());
      if (carrier !== 'sandbox') expect(detected.url).to.include(detected.trackingNumber);
    });
  }

  const wrong: readonly [number: string, carrier: string | undefined, why: RegExp][] = [
    ['1Z999AA10123456785', undefined, /check digit is wrong/],
    ['SBX123456783', undefined, /check digit is wrong/],
    ['SBX12', undefined, /SBX and nine digits/],
    ['hello', undefined, /no tracking number we recognise/],
    ['986578788855', 'ups', /does not have the form of a ups/],
    ['AB', 'trunki', /6 to 40 letters and digits/],
    ['ABC123456', 'not a code!', /not a carrier code/],
  ];
  for (const [number, carrier, why] of wrong) {
    it(`${number}${carrier ? ` for ${carrier}` : ''} is refused: ${why.source}`, async () => {
      const { code, message } = await refusalOf(detectTracking(number, { carrier }));
      expect(code).to.equal('tracking_number_wrong');
      expect(message).to.match(why);
    });
  }

  it('of carriers without a known form are taken as they are', async () => {
    expect(await detectTracking('x-123 456 789', { carrier: 'Trunki' })).to.deep.equal({
      trackingNumber: 'X123456789',
      carrier: 'trunki',
      url: null,
    });
  });

  it('have a check digit that any single wrong digit breaks', () => {
    const digits = '12345678';
    for (let at = 0; at < 8; at++) {
      for (let other = 0; other <= 9; other++) {
        if (String(other) === digits[at]) continue;
        const changed = digits.slice(0, at) + other + digits.slice(at + 1);
        expect(sandboxCheckDigit(changed)).to.not.equal(sandboxCheckDigit(digits));
      }
    }
  });
});
