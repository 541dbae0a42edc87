/** `SKU=2,OTHER=1` and money and dates as they are typed. */
import { Refusal } from '../../src/errors.ts';
import { parseMoney, plainMoney } from '../../src/lib/money.ts';
import { type Instant, parseWhen, toInstant } from '../../src/lib/time.ts';
import type { LineSelection } from '../../src/orders/lines.ts';

/**
 * `SKU=2,OTHER` → lines; a SKU alone is one unit. A SKU with a comma or an equals sign stands in quotes: `"A,B"=2`.
 * Throws `usage`.
 */
export function parseLines(text: string, flag: string): LineSelection {
  return splitOutsideQuotes(text).map((part) => {
    const [, quoted, bare, quantity] = LINE.exec(part) ?? [];
    // `MUG=x` is a slip of the pen, `A=2=1` one of A=2.
    const unclear = quantity === undefined && bare?.includes('=');
    const sku = unclear ? undefined : (quoted?.replaceAll('""', '"') ?? bare);
    if (!sku) {
      throw new Refusal(
        'usage',
        `${flag} takes SKU=QUANTITY, several separated by commas: "${part}" is not that. A SKU with a comma or = goes in quotes: "A,B"=2.`,
      );
    }
    return { sku, quantity: Number(quantity ?? 1) };
  });
}

const LINE = /^\s*(?:"((?:[^"]|"")+)"|([^=\s"](?:.*?[^=\s])??))\s*(?:=\s*(\d+))?\s*$/s;

/** At the commas that stand in no quotes. */
const splitOutsideQuotes = (text: string): string[] => text.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [text];

export function parseAmount(text: string, currency: string, flag: string): number {
  const minor = parseMoney(text, currency);
  if (minor === undefined)
    throw new Refusal(
      'usage',
      `${flag}: "${text}" is not an amount in ${currency}; ${plainMoney(1250, currency)} would be one.`,
    );
  return minor;
}

export function parseTime(text: string, flag: string): Instant {
  const instant = parseWhen(text, toInstant(Date.now()));
  if (!instant)
    throw new Refusal(
      'usage',
      `${flag}: "${text}" is not a time; 2d, yesterday, 2026-01-31 and "2026-01-31 14:30" are.`,
    );
  return instant;
}

export function parseCount(text: string, flag: string): number {
  if (!/^-?\d{1,12}$/.test(text.trim())) throw new Refusal('usage', `${flag}: "${text}" is not a whole number.`);
  return Number(text);
}

/** How many of something are wanted: one or more. */
export function parsePositive(text: string, flag: string): number {
  const count = parseCount(text, flag);
  if (count < 1) throw new Refusal('usage', `${flag} must be at least 1.`);
  return count;
}
