import { expect } from 'chai';
import fc from 'fast-check';
import { isCurrency, parseMoney, plainMoney, share, showMoney } from '../../src/lib/money.ts';

const CURRENCIES = ['EUR', 'USD', 'JPY', 'BHD', 'CLF'];

describe('money', () => {
  const asPeopleWrite: readonly [text: string, currency: string, minor: number | undefined][] = [
    ['12.50', 'EUR', 1250],
    ['12,50', 'EUR', 1250],
    ['12', 'EUR', 1200],
    ['0.05', 'EUR', 5],
    ['12.5', 'EUR', 1250],
    ['1,299.00', 'EUR', 129_900],
    ['1.299,00', 'EUR', 129_900],
    ["1'299.00", 'CHF', 129_900],
    ['1 299,00', 'EUR', 129_900],
    ['1,299', 'USD', 129_900],
    ['1,234,567', 'USD', 123_456_700],
    ['1200', 'JPY', 1200],
    ['1.250', 'BHD', 1250],
    ['1,250', 'KWD', undefined],
    ['1,250.500', 'KWD', 1_250_500],
    ['1,00,000', 'INR', 10_000_000],
    ['12,34,567.50', 'INR', 123_456_750],
    ['1,0,000', 'INR', undefined],
    ['12.505', 'EUR', undefined],
    ['12.50', 'JPY', undefined],
    ['-1', 'EUR', undefined],
    ['1,2,3', 'EUR', undefined],
    ['12.', 'EUR', undefined],
    ['', 'EUR', undefined],
    ['free', 'EUR', undefined],
    ['1e3', 'EUR', undefined],
    ['99999999999999999', 'EUR', undefined],
  ];
  for (const [text, currency, minor] of asPeopleWrite) {
    it(`reads "${text}" ${currency} as ${minor ?? 'no price'}`, () => {
      expect(parseMoney(text, currency)).to.equal(minor);
    });
  }

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.constantFrom(...CURRENCIES), (minor, currency) => {
        expect(parseMoney(plainMoney(minor, currency), currency)).to.equal(minor);
      }),
    );
  });

  it('shows as many decimals as the currency has', () => {
    expect(showMoney(129_900, 'EUR')).to.equal('€1,299.00');
    expect(showMoney(1200, 'JPY')).to.equal('¥1,200');
    expect(showMoney(-5, 'USD')).to.equal('-$0.05');
    expect(plainMoney(-5, 'EUR')).to.equal('-0.05');
  });

  it('knows currencies in use only', () => {
    expect(['EUR', 'JPY', 'EU', 'eur', 'XYZ'].map(isCurrency)).to.deep.equal([true, true, false, false, false]);
  });

  it('cuts shares exactly, half up, and never loses a unit over a running total', () => {
    expect(share(5, 1, 2)).to.equal(3);
    expect(share(2 ** 50, 1900, 10_000)).to.equal(Number((2n ** 50n * 1900n + 5000n) / 10_000n));
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 500 }), (amount, parts) => {
        let sum = 0;
        for (let part = 1; part <= parts; part++) sum += share(amount, part, parts) - share(amount, part - 1, parts);
        expect(sum).to.equal(amount);
      }),
    );
  });
});
