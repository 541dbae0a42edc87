/** Hints for settings that are misspelt: a limit that nobody reads is worse than one that is refused. */
import { distance } from 'fastest-levenshtein';
import type { Fault } from './fault.ts';
import { PLUGINS, SETTINGS } from './settings.ts';

const NAMES = [...Object.values(SETTINGS), ...PLUGINS.flatMap(({ settings }) => Object.values(settings))].map(
  ({ name }) => name,
);
/** Names that were settings once, and what became of them. */
const FORMER: ReadonlyMap<string, string> = new Map([
  ['ORDERS_FLAT_SHIPPING_MINOR', 'is now ORDERS_FLAT_SHIPPING, in amounts with their currencies: 5.00 EUR, 4.50 GBP'],
  ['ORDERS_HOLD_TOTAL_MINOR', 'is now ORDERS_HOLD_TOTAL, in amounts with their currencies: 500 EUR, 80000 JPY'],
  [
    'ORDERS_REFUND_LIMIT_MINOR',
    'is kept with the shop now: orders config refund-limit 100 EUR, then take this name away',
  ],
]);

/** A limit that is written down and no longer read: nothing starts until somebody has decided. */
export const formerSettings = (given: readonly string[]): Fault[] =>
  given.flatMap((name) => {
    const detail = FORMER.get(name);
    return detail === undefined ? [] : [{ name, detail }];
  });

/** So many letters may be wrong, missing or too much. */
const SLIPS = 3;

/**
 * One sentence for each name that begins with ORDERS_, is no setting and is close to one. Others are left alone: test
 * suites and orchestrators (Kubernetes sets ORDERS_PORT for a service of that name) have names of their own.
 */
export function misspelt(given: readonly string[]): string[] {
  return given
    .filter((name) => name.startsWith('ORDERS_') && !NAMES.includes(name) && !FORMER.has(name))
    .flatMap((name) => {
      const meant = NAMES.map((known) => ({ known, slips: distance(known, name) })).sort(
        (a, b) => a.slips - b.slips,
      )[0];
      return meant && meant.slips <= SLIPS ? [`${name} is not a setting; did you mean ${meant.known}?`] : [];
    });
}
