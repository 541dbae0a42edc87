/**
 * Card numbers never enter, and are in no log. A number is one when it has the prefix of a card scheme, a length of that scheme
 * and a right check digit (ISO/IEC 7812-1), however it is spelled: in any digits of Unicode, with up to three signs between
 * them, with a count before it, an expiry or a security code behind it, or with letters glued to it.
 *
 * Thirteen digits are never taken for one: the old Visa numbers of that length are out of use, and article numbers (EAN) and
 * international telephone numbers have it.
 */

interface Scheme {
  /** Beginnings; `2221-2720` is a range. */
  readonly prefixes: readonly string[];
  readonly lengths: readonly number[];
}

const LONG = [16, 17, 18, 19];

/** Issuer ranges as the schemes publish them. */
const SCHEMES: readonly Scheme[] = [
  { prefixes: ['4'], lengths: [16, 19] },
  { prefixes: ['51-55', '2221-2720'], lengths: [16] },
  { prefixes: ['34', '37'], lengths: [15] },
  { prefixes: ['300-305', '3095', '36', '38-39'], lengths: [14, 16, 19] },
  { prefixes: ['6011', '644-649', '65', '60', '81-82', '508', '636-639'], lengths: LONG },
  { prefixes: ['3528-3589', '62', '2200-2204'], lengths: LONG },
  { prefixes: ['5018', '5020', '5038', '5893', '6304', '6759', '6761-6763', '506099-506198'], lengths: LONG },
  { prefixes: ['9792'], lengths: [16] },
];

const SHORTEST = 14;
const LONGEST = 19;

/** Digits with at most three other signs, none of them a letter, between one and the next. */
const RUN = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd})*/gu;
const GROUP = /\p{Nd}+/gu;

/** Where a card number is in a text, first digit to last. */
interface Found {
  readonly from: number;
  readonly to: number;
}

function cardsIn(text: string): Found[] {
  if (text.length < SHORTEST) return [];
  return [...text.matchAll(RUN)].flatMap((run) => cardsInRun(run[0], run.index, text));
}

interface Group extends Found {
  readonly digits: string;
}

function cardsInRun(run: string, at: number, text: string): Found[] {
  const groups = [...run.matchAll(GROUP)].map(
    ({ 0: word, index }): Group => ({ digits: asciiDigits(word), from: at + index, to: at + index + word.length }),
  );
  if (isSomethingElse(groups, text)) return [];
  const found: Found[] = [];
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length < LONGEST; last++) {
      digits += groups[last]?.digits;
      const card = isCard(digits) ? digits.length : lengthOfGluedCard(digits);
      if (card === 0) continue;
      found.push({ from: (groups[first] as Group).from, to: (groups[last] as Group).to });
      first = last;
      break;
    }
  }
  return found;
}

/** A card with what is printed beside it and no sign between: `MMYY`, the security code, or both. */
function lengthOfGluedCard(digits: string): number {
  const length = [16, 15].find((card) => [3, 4, 7, 8].includes(digits.length - card) && isCard(digits.slice(0, card)));
  return length ?? 0;
}

/** Numbers of other kinds, told by how they are written: telephone numbers, SIRET, UPS, and the long numbers of post parcels. */
function isSomethingElse(groups: readonly Group[], text: string): boolean {
  const digits = groups.map((group) => group.digits).join('');
  const first = groups[0] as Group;
  const dialled = text[first.from - 1] === '+' || (first.digits.startsWith('00') && digits.length < 20);
  const number = digits.replace(/^00/, '');
  // No telephone number of Spain or the Baltic has fifteen digits; cards that begin so have.
  if (dialled && number.length <= 15 && !(number.length === 15 && /^3[47]/.test(number))) return true;
  if (digits.length === 14 && groups.map((group) => group.digits.length).join() === '3,3,3,5') return true;
  const ups = digits.length === 16 && /(^|[^\p{L}\p{Nd}])1[Zz]$/u.test(text.slice(0, first.from));
  if (ups && endsInMod10(digits, [1, 2])) return true;
  if (digits.length < 20 || digits.length > 34) return false;
  const scanned = first.digits.length >= 20 && /^(420\d{5}(\d{4})?9|003)/.test(digits);
  if (scanned || !/^9[1-5]/.test(digits)) return scanned;
  // In one piece it is a parcel's; in pieces its check digit has to be right, or a card stands behind four digits.
  return first.digits.length >= 20 || (first.digits.length >= 4 && endsInMod10(digits, [3, 1]));
}

/** The check digit of UPS (weights 1, 2) and of USPS (3, 1): weights from the front for the one, from the end for the other. */
function endsInMod10(digits: string, [first, second]: readonly [number, number]): boolean {
  const body = [...digits.slice(0, -1)].map(Number);
  if (first === 3) body.reverse();
  const sum = body.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? first : second), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** Any digits of Unicode as 0 to 9: each of their sets is ten signs in a row, the zero first. */
function asciiDigits(word: string): string {
  if (/^\d+$/.test(word)) return word;
  return Array.from(word.normalize('NFKC'), (sign) => {
    if (/\d/.test(sign)) return sign;
    const code = sign.codePointAt(0) as number;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value);
  }).join('');
}

function isCard(digits: string): boolean {
  if (digits.length < SHORTEST || digits.length > LONGEST) return false;
  const known = SCHEMES.some(
    ({ prefixes, lengths }) => lengths.includes(digits.length) && prefixes.some(startsWith(digits)),
  );
  return known && passesLuhn(digits);
}

const startsWith =
  (digits: string) =>
  (prefix: string): boolean => {
    const [from = '', to = from] = prefix.split('-');
    const head = digits.slice(0, from.length);
    return head >= from && head <= to;
  };

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** Fields in which long digit runs are expected: what is stored as a parcel's number, and what is only looked for. */
export const MAY_LOOK_LIKE_CARDS: ReadonlySet<string> = new Set(['tracking_number', 'barcode', 'text', 'q']);

/** JSON pointers of every text in a value that holds a card number; fields named in `except` are not looked at. */
export function findCardNumbers(value: unknown, except: ReadonlySet<string> = new Set(), pointer = ''): string[] {
  if (typeof value === 'string') return cardsIn(value).length > 0 ? [pointer] : [];
  if (typeof value === 'number') return cardsIn(String(value)).length > 0 ? [pointer] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, held]) =>
    except.has(key) ? [] : findCardNumbers(held, except, `${pointer}/${key}`),
  );
}

/** The text with every card number in it blacked out, percent-encoded ones too; for anything that is about to be kept. */
export function redactCardNumbers(text: string): string {
  const shown = /%[0-9A-Fa-f]{2}/.test(text) ? text.replace(ENCODED, redactEncoded) : text;
  return cardsIn(shown)
    .reverse()
    .reduce((rest, { from, to }) => `${rest.slice(0, from)}[card number removed]${rest.slice(to)}`, shown);
}

/** Stretches of an address in which digits may be written as `%34`, or parted by `%20`. */
const ENCODED = /(?:%[0-9A-Fa-f]{2}|\d)(?:%[0-9A-Fa-f]{2}|[\d+._-])*/g;

function redactEncoded(part: string): string {
  try {
    const plain = decodeURIComponent(part);
    return plain !== part && cardsIn(plain).length > 0 ? redactCardNumbers(plain) : part;
  } catch {
    return part;
  }
}
