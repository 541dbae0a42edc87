/** Hints for settings that are misspelt: a limit that nobody reads is worse than one that is refused. */
import { distance } from 'fastest-levenshtein';
import { PLUGINS, SETTINGS } from './settings.ts';

const NAMES = [...Object.values(SETTINGS), ...PLUGINS.flatMap(({ settings }) => Object.values(settings))].map(
  ({ name }) => name,
);
/** So many letters may be wrong, missing or too much. */
const SLIPS = 3;

/**
 * One sentence for each name that begins with ORDERS_, is no setting and is close to one. Others are left alone: test
 * suites and orchestrators (Kubernetes sets ORDERS_PORT for a service of that name) have names of their own.
 */
export function misspelt(given: readonly string[]): string[] {
  return given
    .filter((name) => name.startsWith('ORDERS_') && !NAMES.includes(name))
    .flatMap((name) => {
      const meant = NAMES.map((known) => ({ known, slips: distance(known, name) })).sort(
        (a, b) => a.slips - b.slips,
      )[0];
      return meant && meant.slips <= SLIPS ? [`${name} is not a setting; did you mean ${meant.known}?`] : [];
    });
}
