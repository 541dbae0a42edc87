/** One setting: its name in the environment, what it may be, what it is for. Tables of them make everything else. */
import { z } from 'zod';
import { isCurrency, parseMoney } from '../lib/money.ts';

export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Its name in the environment and in `.env`. */
  readonly name: string;
  /** Takes the text; the output is the value in the program's own units (milliseconds, lists, maps). */
  readonly schema: Schema;
  /** One line for people: what it is for. */
  readonly about: string;
  /** What a reader sees as the default, where the value itself does not say it. */
  readonly unset?: string;
  /** Hidden wherever settings are shown. */
  readonly secret?: true;
  /** For tests: never shown. */
  readonly internal?: true;
}

/** Settings by the name that the code calls them. */
export type SettingTable = Readonly<Record<string, Setting>>;

export type ValuesOf<Table extends SettingTable> = {
  readonly [Key in keyof Table]: z.output<Table[Key]['schema']>;
};

/** A whole number; `scale` turns it into the program's unit. */
export const whole = (fallback: number, [min, max]: readonly [number, number], scale = 1) =>
  z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback)
    .transform((value) => value * scale);

/** One of some words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, `must be ${[words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ')}`);

export const port = () =>
  z.coerce
    .number('must be a port')
    .int('must be a port')
    .min(0, 'must be at least 0')
    .max(65_535, 'must be at most 65535');

export const flag = () =>
  z
    .enum(['0', '1'], 'must be 0 or 1')
    .default('0')
    .transform((value) => value === '1');

export const text = (pattern: RegExp, otherwise: string) => z.string().regex(pattern, otherwise).optional();

/** `one, two` as a list, each of them as `item` wants it. */
export const list = <Item extends z.ZodType<string, string>>(item: Item, fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((value) => value.split(',').flatMap((word) => word.trim() || []))
    .pipe(z.array(item));

/** `dhl:250,ups:1000` as a map. */
export const budgets = () =>
  z
    .string()
    .default('')
    .refine((value) => /^(\s*[\w-]+:\d{1,9}\s*(,|$))*$/.test(value), 'must be like dhl:250,ups:1000')
    .transform((value) => {
      const pairs = value.split(',').filter((pair) => pair.trim() !== '');
      return new Map(
        pairs.map((pair) => pair.trim().split(':') as [string, string]).map(([code, calls]) => [code, Number(calls)]),
      );
    });

/** `5.00 EUR, 4.50 GBP` as minor units by currency: an amount is none without its currency. */
export const amounts = (fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((value, issues) => {
      const found = new Map<string, number>();
      for (const text of value.split(/(?<=[A-Za-z]{3})\s*[,;]\s*/).filter((part) => part.trim() !== '')) {
        const [, number = '', code = ''] = /^(.*?)\s*([A-Za-z]{3})$/.exec(text.trim()) ?? [];
        const currency = code.toUpperCase();
        const amount = isCurrency(currency) ? parseMoney(number, currency) : undefined;
        if (amount !== undefined && found.has(currency)) {
          issues.addIssue({ code: 'custom', message: `has two amounts in ${currency}` });
          return z.NEVER;
        }
        if (amount === undefined) {
          issues.addIssue({
            code: 'custom',
            message: `must be amounts with their currencies, such as 5.00 EUR, 4.50 GBP; "${text.trim()}" is none`,
          });
          return z.NEVER;
        }
        found.set(currency, amount);
      }
      return found as ReadonlyMap<string, number>;
    });
