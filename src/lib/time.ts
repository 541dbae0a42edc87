/** Times are text everywhere: UTC, RFC 3339 with milliseconds. Such texts sort and compare as the times they name. */
export type Instant = string;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const toInstant = (ms: number): Instant => new Date(ms).toISOString();

const toMs = (instant: Instant): number => Date.parse(instant);

/** `ms` after (or, negative, before) an instant. */
export const plus = (instant: Instant, ms: number): Instant => toInstant(toMs(instant) + ms);

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * A point in time as a person writes it: `2d`, `36h`, `today`, `yesterday`, `2026-03-01`, or a full RFC 3339 time.
 * Days are UTC days. Undefined when it is none of these.
 */
export function parseWhen(text: string, now: Instant): Instant | undefined {
  const trimmed = text.trim().toLowerCase();
  const ago = /^(\d+)([smhdw])$/.exec(trimmed);
  if (ago) return plus(now, -Number(ago[1]) * (UNITS[ago[2] as string] as number));
  const midnight = `${now.slice(0, 10)}T00:00:00.000Z`;
  if (trimmed === 'today') return midnight;
  if (trimmed === 'yesterday') return plus(midnight, -DAY);
  const ms = /^\d{4}-\d{2}-\d{2}/.test(trimmed) ? Date.parse(text.trim()) : Number.NaN;
  return Number.isNaN(ms) ? undefined : toInstant(ms);
}
