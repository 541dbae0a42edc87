/** Whose number is it: never somebody else's in silence, and asked about where it may be several carriers'. */
import { expect } from 'chai';
import { isRefusal } from '../../src/errors.ts';
import { gs1CheckDigit, identcodeCheckDigit, luhnCheckDigit, mod37Check } from '../../src/shipping/check-digits.ts';
import { detectTracking } from '../../src/shipping/detect.ts';
import { normalTracking } from '../../src/shipping/tracking-form.ts';

const EACH = 1000;

function dice(seed: number): (count: number) => string {
  let state = seed;
  const digit = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 10);
  };
  return (count) => Array.from({ length: count }, digit).join('');
}

const fedex12 = (body: string): string => {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  const sum = [...body].reduce((held, digit, at) => held + Number(digit) * (weights[at] as number), 0);
  return String((sum % 11) % 10);
};
const ups = (body: string): string => {
  const sum = [...body].reduce((held, sign, at) => {
    const value = /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10;
    return held + value * (at % 2 === 1 ? 2 : 1);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};
const s10 = (body: string): string => {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const rest = 11 - ([...body].reduce((sum, digit, at) => sum + Number(digit) * (weights[at] as number), 0) % 11);
  return rest === 10 ? '0' : rest === 11 ? '5' : String(rest);
};
const mod7 = (body: string): string => String(Number(BigInt(body) % 7n));

const VALID: Readonly<Record<string, (random: (count: number) => string) => string>> = {
  ups: (random) => {
    const body = `${random(6)}03${random(7)}`;
    return `1Z${body}${ups(body)}`;
  },
  usps: (random) => {
    const body = `94001${random(16)}`;
    return body + gs1CheckDigit(body);
  },
  fedex: (random) => {
    const body = random(11);
    return body + fedex12(body);
  },
  dhl: (random) => {
    const body = `0034043${random(12)}`;
    return body + gs1CheckDigit(body);
  },
  dhl_identcode: (random) => {
    const body = random(11);
    return body + identcodeCheckDigit(body);
  },
  dhl_express: (random) => {
    const body = `1${random(8)}`;
    return body + mod7(body);
  },
  dhl_piece: (random) => `JJD${random(18)}`,
  gls: (random) => {
    const body = random(11);
    return body + gs1CheckDigit(body);
  },
  dpd: (random) => {
    const body = `0${random(13)}`;
    return body + mod37Check(body);
  },
  canada_post: (random) => {
    const body = random(15);
    return body + gs1CheckDigit(body);
  },
  purolator: (random) => {
    const body = `3${random(10)}`;
    return body + luhnCheckDigit(body);
  },
  amazon: (random) => `TBC${random(12)}`,
  lasership: (random) => `1LS7${random(12)}`,
  s10: (random) => {
    const body = random(8);
    return `RR${body}${s10(body)}DE`;
  },
  australia_post: (random) => `33ABC${random(18)}`,
};

describe('a valid tracking number', () => {
  for (const [kind, make] of Object.entries(VALID)) {
    const carrier = kind.split('_')[0] === 'dhl' ? 'dhl' : kind;
    it(`of ${kind} is never another carrier's in silence, in ${EACH} random ones`, async function () {
      this.timeout(60_000);
      const random = dice(7);
      const wrong: string[] = [];
      for (let n = 0; n < EACH; n++) {
        const number = make(random);
        const found = await detectTracking(number).catch((error) => error);
        if (isRefusal(found, 'carrier_ambiguous')) {
          expect(found.extras.facts?.carriers).to.include(carrier);
          expect((await detectTracking(number, { carrier })).carrier).to.equal(carrier);
        } else if (found.carrier !== carrier) wrong.push(`${number} → ${found.carrier ?? found.message}`);
      }
      expect(wrong.slice(0, 5), `${wrong.length} wrong`).to.deep.equal([]);
    });
  }

  it('that may be of several is the one the shop works with, or the one that goes there', async () => {
    const number = '986578788855';
    const of = (options: object) => detectTracking(number, options).then(({ carrier }) => carrier);
    expect(await of({ shopCarriers: ['sandbox', 'fedex'] })).to.equal('fedex');
    expect(await of({ destination: async () => 'US' })).to.equal('fedex');
  });
});

describe('the normal form of a tracking number', () => {
  for (const [typed, normal] of [
    ['1z 999 aa1-01 2345.6784', '1Z999AA10123456784'],
    ['1Z999AA10123456784.', '1Z999AA10123456784'],
    [']C11Z999AA10123456784', '1Z999AA10123456784'],
    ['420103929405511899223197428490', '9405511899223197428490'],
    ['４２０１０３９２９４０５５１１８９９２２３１９７４２８４９０', '9405511899223197428490'],
    ['420221539101026837331000039521', '9101026837331000039521'],
  ] as const) {
    it(`of ${typed} is ${normal}`, () => {
      expect(normalTracking(typed)).to.equal(normal);
    });
  }

  it('is found in what was pasted', async () => {
    const pasted = 'Ihre Sendung: https://www.ups.com/track?tracknum=1Z999AA10123456784&loc=de';
    expect((await detectTracking(pasted)).trackingNumber).to.equal('1Z999AA10123456784');
    expect((await detectTracking('Tracking no. 1Z999AA10123456784 (UPS)')).carrier).to.equal('ups');
  });
});
