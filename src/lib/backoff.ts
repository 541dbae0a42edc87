/** Waiting longer after each failure, with jitter so that many waiters do not return together. */

export interface Backoff {
  /** Milliseconds before the first retry. */
  readonly firstMs: number;
  /** No wait is longer than this. */
  readonly maxMs: number;
}

/** Wait before retry number `attempt` (from 1): doubles each time, then takes between half and all of it. */
export function backoffMs(attempt: number, { firstMs, maxMs }: Backoff, random: () => number = Math.random): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
