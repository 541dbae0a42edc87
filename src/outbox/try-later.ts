/**
 * Not now: whoever is asked is busy, or has said when to come again. The row is tried again after `afterMs`; when
 * `counts` is false, nothing has been attempted, and it is not one of the row's attempts.
 */
export class TryLater extends Error {
  readonly afterMs: number;
  readonly counts: boolean;

  constructor(message: string, { afterMs, counts = true }: { readonly afterMs: number; readonly counts?: boolean }) {
    super(message);
    this.afterMs = afterMs;
    this.counts = counts;
  }
}
