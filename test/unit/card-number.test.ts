import { expect } from 'chai';
import fc from 'fast-check';
import { findCardNumbers, redactCardNumbers } from '../../src/lib/card-number.ts';

/** Any number that a card could have: 13 to 19 digits, 2 to 6 in front, the last digit by Luhn (ISO/IEC 7812-1). */
const cardNumbers = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.array(fc.nat(9), { minLength: 11, maxLength: 17 }))
  .map(([first, rest]) => {
    const body = [first, ...rest];
    const sum = body
      .reverse()
      .map((digit, index) => (index % 2 === 0 ? digit * 2 : digit))
      .reduce((held, digit) => held + (digit > 9 ? digit - 9 : digit), 0);
    return [...body.reverse(), (10 - (sum % 10)) % 10].join('');
  });

describe('card numbers', () => {
  it('are found wherever they stand, with spaces, dashes or dots between', () => {
    fc.assert(
      fc.property(cardNumbers, fc.constantFrom('', ' ', '-', '.'), (number, mark) => {
        const spaced = number.replace(/(.{4})(?=.)/g, `$1${mark}`);
        expect(findCardNumbers({ notes: [`take ${spaced}, please`] })).to.deep.equal(['/notes/0']);
        expect(redactCardNumbers(`take ${spaced}, please`)).to.equal('take [card number removed], please');
      }),
    );
  });

  it('are found as numbers too', () => {
    expect(findCardNumbers({ card: 4_242_424_242_424_242 })).to.deep.equal(['/card']);
  });

  it('are not seen in what only looks alike', () => {
    const innocent = [
      '4242424242424241',
      '+49 30 1234567',
      '4006381333931',
      'JJD000390007827346519',
      '1Z999AA10123456784',
    ];
    for (const text of innocent) expect(findCardNumbers(text), text).to.deep.equal([]);
  });

  it('are not looked for in fields that are excepted', () => {
    expect(findCardNumbers({ sku: '4242424242424242' }, new Set(['sku']))).to.deep.equal([]);
  });
});
