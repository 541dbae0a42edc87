/** Jobs that a search has found and nobody has tried to lock yet, for a moment: a lock says whether they are still free. */
import type { JobRow } from './rows.ts';

/** Long enough to work off what one search found, too short for anybody to wait for a job that is more urgent. */
const FRESH_MS = 100;

export class Candidates {
  private readonly found = new Map<string, { readonly rows: JobRow[]; readonly at: number }>();

  /** What is left of a kind's last search, in its order; undefined when there is none. Taking from it takes from all. */
  of(name: string): JobRow[] | undefined {
    const last = this.found.get(name);
    return last && last.rows.length > 0 && Date.now() - last.at < FRESH_MS ? last.rows : undefined;
  }

  remember(name: string, rows: JobRow[]): void {
    this.found.set(name, { rows, at: Date.now() });
  }

  /** Something has changed: the next look is a search. */
  forget(name?: string): void {
    if (name === undefined) this.found.clear();
    else this.found.delete(name);
  }
}
