/**
 * Postal codes in one form, however they are typed: full width, without the separator or with another one, with the
 * country in front. Which codes exist is postcode-validator's; how a country writes them is the Universal Postal Union's.
 */
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

/** Where a country puts its separator: `3-` after three signs, `-3 ` before the last three. All others write none. */
const WRITTEN: Readonly<Record<string, string>> = {
  BM: '2 ',
  BR: '5-',
  CA: '3 ',
  CZ: '3 ',
  FK: '-3 ',
  GB: '-3 ',
  GG: '-3 ',
  GI: '-3 ',
  GR: '3 ',
  GS: '-3 ',
  IE: '3 ',
  IM: '-3 ',
  IO: '-3 ',
  IR: '5-',
  JE: '-3 ',
  JP: '3-',
  KY: '3-',
  LB: '4 ',
  MT: '3 ',
  NL: '4 ',
  PL: '2-',
  PN: '-3 ',
  PT: '4-',
  SE: '3 ',
  SH: '-3 ',
  SK: '3 ',
  TC: '-3 ',
};

/** Nine digits where five are enough: the last four stand apart. */
const PLUS_FOUR = new Set(['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'SA', 'US', 'VI']);

/** Countries that write their letters in front of the digits of every code. */
const WITH_PREFIX: Readonly<Record<string, string>> = { AZ: 'AZ ', LT: 'LT-', LV: 'LV-', MD: 'MD-' };

/** Codes that are in use and that the library does not know. */
const ALSO: Readonly<Record<string, RegExp>> = {
  AR: /^\d{4}$/,
  EG: /^\d{7}$/,
  KH: /^\d{6}$/,
  KZ: /^[A-Z]\d{2}[A-Z]\d[A-Z]\d$/,
  KR: /^\d{6}$/,
  NI: /^\d{5}$/,
  SA: /^\d{9}$/,
  TW: /^\d{5,6}$/,
};

/** Countries that have codes on paper, which hardly anybody there uses. */
const OPTIONAL = new Set(['AE', 'BO', 'CK', 'HN', 'KE', 'KW', 'NG', 'PA', 'SO', 'TZ', 'ZM']);

/** The code as its country writes it, or undefined when it has no such code. Countries without codes take anything. */
export function postalCode(country: string, typed: string): string | undefined {
  const text = typed.normalize('NFKC').toUpperCase().trim();
  if (!postcodeValidatorExistsForCountry(country)) return text;
  const compact = text.replace(/[^A-Z0-9]/g, '');
  // `D-10115`, `GB SW1A 1AA`: the country in front is no part of the code.
  const own = prefixesOf(country).find((prefix) => compact.startsWith(prefix));
  for (const code of own ? [compact, compact.slice(own.length)] : [compact]) {
    const written = writtenIn(country, code);
    if (isCode(country, code) || isCode(country, written)) return written;
  }
  return undefined;
}

/** Signs of a country on cars, as they were put in front of postal codes; its two letters are one of them everywhere. */
const CAR_SIGNS: Readonly<Record<string, readonly string[]>> = {
  AT: ['A'],
  BE: ['B'],
  DE: ['D'],
  ES: ['E'],
  FI: ['FIN'],
  FR: ['F'],
  HU: ['H'],
  IT: ['I'],
  LU: ['L'],
  NO: ['N'],
  PT: ['P'],
  SE: ['S'],
  SI: ['SLO'],
};

/** The longest first. */
const prefixesOf = (country: string): readonly string[] =>
  [country, ...(CAR_SIGNS[country] ?? [])].sort((a, b) => b.length - a.length);

/** Whether an address there has to have one. */
export const needsPostalCode = (country: string): boolean =>
  postcodeValidatorExistsForCountry(country) && !OPTIONAL.has(country);

const isCode = (country: string, code: string): boolean =>
  postcodeValidator(code, country) || (ALSO[country]?.test(code) ?? false);

function writtenIn(country: string, code: string): string {
  const prefix = WITH_PREFIX[country];
  if (prefix && /^\d+$/.test(code)) return `${prefix}${code}`;
  if (PLUS_FOUR.has(country) && /^\d{9}$/.test(code)) return `${code.slice(0, 5)}-${code.slice(5)}`;
  const place = WRITTEN[country];
  if (place === undefined) return code;
  const at = Number.parseInt(place, 10);
  const from = at < 0 ? code.length + at : at;
  return from > 0 && from < code.length ? `${code.slice(0, from)}${place.slice(-1)}${code.slice(from)}` : code;
}
