/** Card numbers are found in whatever spelling, and nothing else is taken for one. */
import { expect } from 'chai';
import fc from 'fast-check';
import { findCardNumbers, redactCardNumbers } from '../../src/lib/card-number.ts';

const MANY = 100_000;
const REMOVED = '[card number removed]';

/** A small random generator of a fixed seed: a failure is found again. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const digitsOf = (roll: (below: number) => number, count: number) =>
  Array.from({ length: count }, () => roll(10)).join('');

const withLuhn = (body: string): string => {
  const sum = [...body]
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? Number(digit) * 2 : Number(digit)))
    .reduce((held, digit) => held + (digit > 9 ? digit - 9 : digit), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};

const SCHEMES: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['36', 14],
  ['6011', 16],
  ['65', 16],
  ['3528', 16],
  ['62', 16],
  ['62', 19],
  ['2200', 16],
  ['6759', 16],
];

function card(roll: (below: number) => number): string {
  const [prefix, length] = SCHEMES[roll(SCHEMES.length)] as (typeof SCHEMES)[number];
  return withLuhn(prefix + digitsOf(roll, length - prefix.length - 1));
}

const SEPARATORS = ['', ' ', '-', '.', '  ', '\u00a0', ' - ', '/', '_', ',', '\n'];
const WORDS = ['take', 'Karte', 'номер', '卡', 'pay by', '#', '(', 'x'];

/** One in a text of words, grouped or not, alone or with a count before it and an expiry or a code behind it. */
function planted(roll: (below: number) => number): string {
  const number = card(roll);
  const mark = SEPARATORS[roll(SEPARATORS.length)] as string;
  const sizes = number.length === 15 ? [4, 6, 5] : number.length === 14 ? [4, 6, 4] : [4, 4, 4, 4, 3];
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const groups = sizes.map((size, index) => number.slice(starts[index], (starts[index] ?? 0) + size)).filter(Boolean);
  const spelled = mark === '' ? number : groups.join(mark);
  const word = () => WORDS[roll(WORDS.length)];
  const before = ['', `${word()} `, `${roll(9) + 1} `, `${word()}: `][roll(4)];
  const behind = ['', ` ${word()}`, ' 12/27', ' 12/27 123', ` ${roll(900) + 100}`, ', 0927'][roll(6)];
  return `${before}${spelled}${behind}`;
}

describe('card numbers', () => {
  it(`are found, ${MANY} of ${MANY} planted ones, however they are spelled`, function () {
    this.timeout(60_000);
    const roll = dice(1);
    const missed: string[] = [];
    for (let n = 0; n < MANY; n++) {
      const text = planted(roll);
      if (findCardNumbers(text).length === 0) missed.push(text);
    }
    expect(missed.slice(0, 10), `${missed.length} missed`).to.deep.equal([]);
  });

  const alarms = (make: (roll: (below: number) => number) => string): number => {
    const roll = dice(2);
    let count = 0;
    for (let n = 0; n < MANY; n++) count += findCardNumbers(make(roll)).length;
    return count;
  };
  const phone = (roll: (below: number) => number): string => {
    const code = ['49', '44', '33', '39', '34', '36', '55', '52', '62', '65', '234', '380', '420', '1'][
      roll(14)
    ] as string;
    const number = digitsOf(roll, 8 + roll(15 - code.length - 8 + 1));
    return [`+${code}${number}`, `+${code} ${number.slice(0, 3)} ${number.slice(3)}`, `00${code}${number}`][
      roll(3)
    ] as string;
  };
  const ean = (roll: (below: number) => number): string => {
    const body = digitsOf(roll, 12);
    const sum = [...body].reduce((held, digit, index) => held + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    return `${body}${(10 - (sum % 10)) % 10}`;
  };
  /** With the check digit that every real one has. */
  const ups = (body: string): string => {
    const sum = [...body].reduce((held, digit, index) => held + Number(digit) * (index % 2 === 0 ? 1 : 2), 0);
    return `1Z${body}${(10 - (sum % 10)) % 10}`;
  };
  const parcel = (roll: (below: number) => number): string =>
    [
      () => ups(digitsOf(roll, 15)),
      () => `92${digitsOf(roll, 20)}`,
      () => `94${digitsOf(roll, 20)}`,
      () => `420${digitsOf(roll, 5)}92${digitsOf(roll, 20)}`,
      () => digitsOf(roll, 12),
      () => `00340434${digitsOf(roll, 12)}`,
      () => `JJD0${digitsOf(roll, 17)}`,
      () => `RR${digitsOf(roll, 9)}DE`,
      () => digitsOf(roll, 10),
      () => digitsOf(roll, 14).replace(/^3/, '0'),
    ][roll(10)]?.() ?? '';

  for (const [what, make] of [
    ['international telephone numbers', phone],
    ['article numbers (EAN)', ean],
    ['tracking numbers', parcel],
  ] as const) {
    it(`are seen in at most 0.1 % of ${MANY} ${what}`, function () {
      this.timeout(60_000);
      expect(alarms(make)).to.be.at.most(MANY / 1000);
    });
  }

  for (const text of [
    '4111111111111111',
    '4111 1111 1111 1111 12/27',
    '4111111111111111 12/27 123',
    '4111111111111111 123',
    '2 4111111111111111',
    'card4111111111111111x',
    '4111\u00a01111\u200b1111 1111',
    '４１１１１１１１１１１１１１１１',
    '٤١١١ ١١١١ ١١١١ ١١١١',
    '4111_1111_1111_1111',
    '4111\n1111\n1111\n1111',
    '3782 822463 10005 1227',
    '4111111111111111 1227',
    '41111111111111111227',
    '4111111111111111123',
    '4111-1111-1111-1111 12-27',
    '9212 4111111111111111',
    '+378282246310005',
    '00 378282246310005',
    'ref 1Z4111111111111111',
  ]) {
    it(`are found in ${JSON.stringify(text)}, and blacked out`, () => {
      expect(findCardNumbers({ notes: [text] })).to.deep.equal(['/notes/0']);
      expect(redactCardNumbers(`<${text}>`))
        .to.include(REMOVED)
        .and.to.not.match(/1111|٤١١١/);
    });
  }

  it('are blacked out in addresses, percent-encoded', () => {
    expect(redactCardNumbers('GET /x?q=4111%201111%201111%201111&y=%34111111111111111')).to.equal(
      `GET /x?q=${REMOVED}&y=${REMOVED}`,
    );
    expect(redactCardNumbers('GET /x?q=100%25')).to.equal('GET /x?q=100%25');
  });

  it('are found as numbers too', () => {
    expect(findCardNumbers({ card: 4_242_424_242_424_242 })).to.deep.equal(['/card']);
  });

  it('are not seen in what only looks alike', () => {
    const innocent = [
      '4242424242424241',
      '+49 30 1234567',
      '+4915124569596',
      '4006381333931',
      '5901234123457',
      'JJD000390007827346519',
      '1Z999AA10123456784',
      '488415238571484',
      '490154203237518',
      '380 129 866 43097',
      '2026-11-25 13:44:15.123',
    ];
    for (const text of innocent) expect(findCardNumbers(text), text).to.deep.equal([]);
  });

  it('are not looked for in fields that are excepted', () => {
    expect(findCardNumbers({ sku: '4242424242424242' }, new Set(['sku']))).to.deep.equal([]);
  });

  it('change nothing else in a text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (findCardNumbers(text).length === 0) expect(redactCardNumbers(text)).to.equal(text);
      }),
    );
  });
});
