import { expect } from 'chai';
import fc from 'fast-check';
import { looksLikeOrderNumber, newOrderNumber, parseOrderNumber } from '../../src/lib/order-number.ts';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const orderNumbers = fc.uint8Array({ minLength: 5, maxLength: 5 }).map(newOrderNumber);
const plain = (number: string) => number.slice(4).replace('-', '');

describe('order numbers', () => {
  it('have one form', () => {
    expect(newOrderNumber()).to.match(/^ORD-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('are read in any case, with or without prefix, dashes and spaces', () => {
    fc.assert(
      fc.property(orderNumbers, (number) => {
        const nine = plain(number);
        const typed = [
          number,
          number.toLowerCase(),
          nine,
          nine.toLowerCase(),
          number.replace('ORD-', ''),
          number.replaceAll('-', ' '),
          ` ord_${nine} `,
        ];
        for (const text of typed) expect(parseOrderNumber(text), text).to.equal(number);
      }),
    );
  });

  it('are read as Crockford prescribes: O is 0, I and L are 1', () => {
    const zero = newOrderNumber(Uint8Array.of(0, 0, 0, 0, 1));
    expect(parseOrderNumber(zero.replaceAll('0', 'o').replaceAll('1', 'l'))).to.equal(zero);
  });

  it('are refused when any one symbol is wrong', () => {
    fc.assert(
      fc.property(orderNumbers, fc.nat(8), fc.integer({ min: 1, max: 31 }), (number, at, by) => {
        const nine = plain(number);
        const other = SYMBOLS[(SYMBOLS.indexOf(nine[at] as string) + by) % 32] as string;
        expect(parseOrderNumber(nine.slice(0, at) + other + nine.slice(at + 1))).to.equal(undefined);
      }),
    );
  });

  it('are refused when any two different symbols are swapped', () => {
    fc.assert(
      fc.property(orderNumbers, fc.nat(8), fc.nat(8), (number, one, two) => {
        const symbols = [...plain(number)];
        fc.pre(symbols[one] !== symbols[two]);
        [symbols[one], symbols[two]] = [symbols[two] as string, symbols[one] as string];
        expect(parseOrderNumber(symbols.join(''))).to.equal(undefined);
      }),
    );
  });

  it('are told from other texts even when mistyped', () => {
    expect(looksLikeOrderNumber('ORD-7K2M-X9QD5')).to.equal(true);
    expect(looksLikeOrderNumber('ann@example.org')).to.equal(false);
    expect(looksLikeOrderNumber('SBX123456782')).to.equal(false);
  });
});
