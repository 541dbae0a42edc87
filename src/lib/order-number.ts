/**
 * Order numbers: `ORD-7K2M-X9QD4` — eight random Crockford base32 symbols and a check symbol. 40 random bits make a
 * neighbour's number unguessable; the check symbol catches every single wrong symbol and every swap of two symbols, so
 * a typing error is caught before the database is asked.
 *
 * The check symbol is Σ αⁱ·dᵢ over GF(32), with α a generator of the field: any single change alters the sum, and a
 * swap of positions i and j alters it because αⁱ ≠ αʲ.
 */
import { randomBytes } from 'node:crypto';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_SYMBOLS = 8;
/** x⁵ + x² + 1 is primitive over GF(2), so 2 generates GF(32). */
const FIELD_POLYNOMIAL = 0b100101;

const timesAlpha = (value: number): number => {
  const doubled = value << 1;
  return doubled & 0b100000 ? doubled ^ FIELD_POLYNOMIAL : doubled;
};

function checkSymbol(body: string): string {
  // Horner's rule: one multiplication by α for each symbol; the last one keeps α⁰ for the check symbol itself.
  const sum = [...body].reduce((held, symbol) => timesAlpha(held ^ SYMBOLS.indexOf(symbol)), 0);
  return SYMBOLS[sum] as string;
}

const show = (nine: string): string => `ORD-${nine.slice(0, 4)}-${nine.slice(4)}`;

/** A new order number. `bytes` (5 of them) are random unless given. */
export function newOrderNumber(bytes: Uint8Array = randomBytes(5)): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  let body = '';
  for (let index = RANDOM_SYMBOLS - 1; index >= 0; index--) body += SYMBOLS[Number((bits >> BigInt(index * 5)) & 31n)];
  return show(body + checkSymbol(body));
}

/**
 * What a person typed or said, as an order number; undefined when it cannot be one. Takes any case, with or without
 * `ORD`, dashes and spaces, and reads O as 0 and I or L as 1, as Crockford's alphabet prescribes.
 */
export function parseOrderNumber(text: string): string | undefined {
  const plain = text
    .trim()
    .toUpperCase()
    .replace(/^ORD(?=[-\s_]|.{9}$)/, '')
    .replace(/[-\s_]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== RANDOM_SYMBOLS + 1 || [...plain].some((symbol) => !SYMBOLS.includes(symbol))) return undefined;
  return checkSymbol(plain.slice(0, RANDOM_SYMBOLS)) === plain.at(-1) ? show(plain) : undefined;
}

/** Whether a text has the shape of an order number, even when its check symbol is wrong. */
export function looksLikeOrderNumber(text: string): boolean {
  return /^(ord[-\s_]?)?[0-9a-z]{4}[-\s_]?[0-9a-z]{5}$/i.test(text.trim());
}
