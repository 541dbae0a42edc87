/**
 * Money: whole minor units of an ISO 4217 currency, never a fraction, never without its currency. The number of
 * decimals comes from the ISO 4217 table (list one); every code not named here has two.
 */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
};

const KNOWN = new Set(Intl.supportedValuesOf('currency'));

/** Whether this is an ISO 4217 code in use (upper case). */
export const isCurrency = (code: string): boolean => KNOWN.has(code);

const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/**
 * Minor units of a price as people write it: `12.50`, `12,50`, `1,299.00`, `1.299,00`, `12`. Undefined when it is no
 * price, is negative, has more decimals than the currency, or could be two prices (`1,250` in dinars).
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const decimals = decimalsOf(currency);
  const plain = text.trim().replace(/[\s'’]/g, '');
  if (!/^\d[\d.,]*$/.test(plain)) return undefined;
  const mark = decimalMark(plain, decimals);
  if (mark === undefined) return undefined;
  const [whole = '', fraction = ''] = mark === '' ? [plain] : splitLast(plain, mark);
  const groups = whole.split(/[.,]/);
  if (groups.length > 1 && !GROUPED.test(groups.join(','))) return undefined;
  if (fraction.length > decimals || !/^\d*$/.test(fraction)) return undefined;
  const minor = Number(groups.join('') + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** In threes; in India the first three from the right, then in twos (`1,00,000`). */
const GROUPED = /^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$/;

/** Which sign parts the decimals: '.', ',' or '' for none; undefined when it cannot be told. */
function decimalMark(text: string, decimals: number): '.' | ',' | '' | undefined {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last === -1) return '';
  const mark = text[last] as '.' | ',';
  const after = text.length - last - 1;
  const marks = text.split(mark).length - 1;
  const both = text.includes('.') && text.includes(',');
  if (after === 0) return undefined;
  if (marks > 1) return both ? undefined : '';
  // `1,299` is a grouped whole number; where the currency itself has three decimals it may be either.
  if (!both && mark === ',' && after === 3) return decimals === 3 ? undefined : '';
  return mark;
}

function splitLast(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `1299`, EUR → `12.99`: the plain decimal text, for files and machines. */
export function plainMoney(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** `1299`, EUR → `€12.99`, or `12,99 €` in German: for people. `language` is a BCP 47 tag. */
export function showMoney(minor: number, currency: string, language = 'en'): string {
  const key = `${language} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const digits = decimalsOf(currency);
    format = new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format.format(minor / 10 ** decimalsOf(currency));
}

/**
 * `amount × numerator ÷ denominator`, rounded half up, exact for any safe integers. Every share and percentage of
 * money in the program goes through here.
 */
export function share(amount: number, numerator: number, denominator: number): number {
  const doubled = 2n * BigInt(amount) * BigInt(numerator) + BigInt(denominator);
  return Number(doubled / (2n * BigInt(denominator)));
}
