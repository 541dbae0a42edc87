/** Postal codes and countries as people and forms write them. */
import { expect } from 'chai';
import { addressFault, addressSchema } from '../../src/orders/address.ts';
import { needsPostalCode, postalCode } from '../../src/orders/postal-code.ts';
import { ADDRESS } from '../setup/world.ts';

describe('a postal code', () => {
  /** Country, as its post writes it, and how people type it. */
  const codes: readonly (readonly [country: string, written: string, ...typed: string[]])[] = [
    ['JP', '100-0001', '1000001', '１００-０００１', '〒100-0001', '100 0001', '100‐0001'],
    ['PL', '00-950', '00950', '00 950', 'PL-00-950'],
    ['PT', '1100-148', '1100148', '1100 148'],
    ['US', '11791-4402', '117914402', '11791 4402'],
    ['US', '11791', ' 11791 '],
    ['PR', '00901-1234', '009011234'],
    ['IN', '400001', '400 001'],
    ['CL', '8320000', '832-0000'],
    ['CA', 'K1A 0B1', 'K1A-0B1', 'k1a0b1', 'K1A 0B1'],
    ['BR', '01310-100', '01310100'],
    ['GB', 'SW1A 1AA', 'sw1a1aa', 'SW1A-1AA'],
    ['GB', 'M1 1AE', 'm11ae'],
    ['IE', 'D02 AF30', 'D02AF30'],
    ['NL', '1012 AB', '1012ab', '1012 AB'],
    ['SE', '111 22', '11122', 'SE-111 22', 'S-11122'],
    ['CZ', '110 00', '11000'],
    ['GR', '104 31', '10431', 'GR-104 31'],
    ['DE', '10115', 'D-10115', 'DE-10115', 'D10115'],
    ['AT', '1010', 'A-1010'],
    ['CH', '8001', 'CH-8001'],
    ['LU', '1009', 'L-1009'],
    ['LV', 'LV-1010', '1010', 'LV1010'],
    ['LT', 'LT-01100', '01100', 'LT01100'],
    ['MD', 'MD-2001', '2001', 'MD2001'],
    ['AZ', 'AZ 1000', 'AZ1000', '1000'],
    ['AR', '1425'],
    ['AR', 'C1425ABC', 'c1425abc', 'C1425 ABC'],
    ['SA', '11564-1234', '115641234'],
    ['TW', '10048', '100-48'],
    ['KR', '04524', '045-24'],
    ['KY', 'KY1-1001', 'KY11001'],
    ['GB', 'SW1A 1AA', 'GB SW1A 1AA', 'GB-SW1A1AA'],
    ['IE', 'D02 X285', 'IE D02 X285'],
    ['FK', 'FIQQ 1ZZ', 'FIQQ1ZZ'],
    ['BM', 'HM 12', 'HM12'],
    ['LB', '2038 3054', '20383054'],
    ['KZ', 'Z05T0A5', 'z05t0a5'],
    ['NI', '11001'],
  ];
  for (const [country, written, ...typed] of codes) {
    it(`of ${country} is ${written}, however it is typed`, () => {
      for (const text of [written, ...typed]) expect(postalCode(country, text), text).to.equal(written);
    });
  }

  for (const [country, typed] of [
    ['DE', 'SW1A 1AA'],
    ['DE', '1011'],
    ['DE', 'F-75001'],
    ['US', 'D-10115'],
    ['US', '1179'],
    ['JP', '10000'],
    ['GB', '10115'],
    ['CA', '12345'],
  ] as const) {
    it(`of ${country} is not ${typed}`, () => expect(postalCode(country, typed)).to.equal(undefined));
  }

  it('is not asked for where nobody has one', () => {
    for (const country of ['PA', 'TZ', 'KE', 'KW', 'SO', 'HK', 'AE', 'GH', 'AO', 'CK'])
      expect(needsPostalCode(country), country).to.equal(false);
    for (const country of ['DE', 'US', 'JP', 'GB']) expect(needsPostalCode(country), country).to.equal(true);
  });
});

describe('an address', () => {
  const read = (more: object) => addressSchema.safeParse({ ...ADDRESS, ...more });

  for (const [typed, country] of [
    ['UK', 'GB'],
    ['xi', 'GB'],
    ['GBR', 'GB'],
  ] as const) {
    it(`in ${typed} is in ${country}`, () =>
      expect(read({ country: typed, postal_code: 'bt1 5gs' }).data).to.include({ country, postal_code: 'BT1 5GS' }));
  }

  it('in the Canary Islands or in Greece as customs call them is in Spain and in Greece', () => {
    expect(read({ country: 'IC', postal_code: '35001' }).data).to.include({ country: 'ES' });
    expect(read({ country: 'EL', postal_code: '10431' }).data).to.include({ country: 'GR', postal_code: '104 31' });
  });

  it('in a country by its name is refused with the code', () => {
    const [issue] = read({ country: 'Germany' }).error?.issues ?? [];
    expect(issue?.message).to.equal('must be a two-letter ISO 3166 country code; that is DE');
  });

  it('with a code that nobody knows is no dead end: whoever insists gets through, and somebody looks', () => {
    const [issue] = read({ postal_code: '1011' }).error?.issues ?? [];
    expect(issue?.message).to.match(/"1011" is not a postal code of Germany; if it is right, send "as_written": true/);
    const { data } = read({ postal_code: '1011', as_written: true });
    expect(data).to.deep.equal({ ...ADDRESS, postal_code: '1011' });
    expect(addressFault({ country: 'DE', postal_code: '1011' })).to.match(/"1011" is not a postal code of Germany/);
    expect(addressFault(ADDRESS)).to.equal(undefined);
  });
});
