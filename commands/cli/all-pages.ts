/** Lists as files: whoever asks for csv, ids or JSON wants all there is, and is told where it is not all. */
import type { Session } from './session.ts';

/**
 * Rows page by page, until there are no more or `most` of them. `next` gets the page before (undefined at first) and how
 * many rows are still wanted, and returns undefined when there is nothing after that page.
 */
export async function allPages<Page>(
  most: number,
  {
    rowsOf,
    next,
  }: {
    readonly rowsOf: (page: Page) => number;
    readonly next: (before: Page | undefined, wanted: number) => Promise<Page | undefined>;
  },
): Promise<Page[]> {
  const pages: Page[] = [];
  let wanted = most;
  for (let page = await next(undefined, wanted); page; page = wanted > 0 ? await next(page, wanted) : undefined) {
    pages.push(page);
    wanted -= rowsOf(page);
  }
  return pages;
}

/** How many rows are wanted: as given; else a screen's worth on a terminal's table, and everything in a file. */
export const rowsWanted = ({ format }: Session, given: number | undefined, screen: number): number =>
  given ?? (format === 'table' ? screen : Number.MAX_SAFE_INTEGER);

/** Says on stderr that a list ends before its end, and how to see the rest. */
export function sayCut({ io }: Session, shown: number, remedy: string): void {
  io.say(io.talkColor.dim(`Only the first ${shown} are shown; ${remedy}.`));
}
