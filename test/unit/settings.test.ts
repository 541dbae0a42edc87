/** Settings as they are written: amounts with their currencies, and names that were settings once. */
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { surveyConfig } from '../../src/config/load.ts';

describe('a setting', () => {
  const survey = (environment: Record<string, string>) => surveyConfig(environment, tmpdir());

  for (const [text, amounts] of [
    ['5.00 EUR, 4.50 GBP', { EUR: 500, GBP: 450 }],
    ['5,00 EUR; 500 JPY', { EUR: 500, JPY: 500 }],
    ['1,250.50 usd', { USD: 125_050 }],
    ['0.500 KWD,0 EUR,', { KWD: 500, EUR: 0 }],
  ] as const) {
    it(`of amounts reads ${text}`, () => {
      const { values, faults } = survey({ ORDERS_FLAT_SHIPPING: text });
      expect(faults).to.deep.equal([]);
      expect(Object.fromEntries(values.flatShipping)).to.deep.equal(amounts);
    });
  }

  for (const text of ['500', '5.00 EUX', 'EUR 5', '-1 EUR', '5 EUR, 6 EUR', '5.001 EUR', '1,250 KWD']) {
    it(`of amounts refuses ${text}`, () => {
      const [fault] = survey({ ORDERS_FLAT_SHIPPING: text }).faults;
      expect(fault?.name).to.equal('ORDERS_FLAT_SHIPPING');
      expect(fault?.detail).to.match(/such as 5\.00 EUR|two amounts in EUR/);
    });
  }

  it('that has gone is refused with what became of it, and is no slip of the pen', () => {
    for (const name of ['FLAT_SHIPPING', 'HOLD_TOTAL', 'REFUND_LIMIT']) {
      const { faults, hints } = survey({ [`ORDERS_${name}_MINOR`]: '500' });
      expect([faults.map((fault) => fault.name), hints]).to.deep.equal([[`ORDERS_${name}_MINOR`], []]);
    }
  });
});
