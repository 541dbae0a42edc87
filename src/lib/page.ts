/**
 * Paging by key. A cursor is the sort key of the last row seen, so page ten thousand costs what page one costs.
 * Cursors are opaque to callers: base64url of the value sorted by (a time or a whole number) and the id.
 */
import { type Id, type IdPrefix, parseId } from './ids.ts';

export interface Cursor<P extends IdPrefix> {
  /** The value sorted by, as text. */
  readonly at: string;
  readonly id: Id<P>;
}

export function encodeCursor(cursor: Cursor<IdPrefix>): string {
  return Buffer.from(`${cursor.at} ${cursor.id}`).toString('base64url');
}

/** The cursor in a text from outside; undefined when it is not one of ours. */
export function decodeCursor<P extends IdPrefix>(prefix: P, text: string): Cursor<P> | undefined {
  const [at = '', rest = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const id = parseId(prefix, rest);
  return id && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|\d{1,16})$/.test(at) ? { at, id } : undefined;
}
