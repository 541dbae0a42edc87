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

/** The day of an instant where the shop is: `2026-01-31`. The shop's zone is the process's (ORDERS_TIMEZONE). */
export function localDay(instant: Instant): string {
  const at = new Date(instant);
  return [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
}

/** `2026-01-31 10:00`, where the shop is. */
export function localMinute(instant: Instant): string {
  const at = new Date(instant);
  return `${localDay(instant)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** When the day of an instant began where the shop is, `days` later or, negative, earlier. */
export function startOfDay(instant: Instant, days = 0): Instant {
  const at = new Date(instant);
  return toInstant(new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime());
}

/**
 * A point in time as a person writes it: `2d`, `36h`, `today`, `yesterday`, `2026-03-01`, `2026-03-01 14:30`, or a full RFC
 * 3339 time. Without an offset it is the shop's time. Undefined when it is none of these, or a day that no calendar has.
 */
export function parseWhen(text: string, now: Instant): Instant | undefined {
  const trimmed = text.trim().toLowerCase();
  const ago = /^(\d{1,6})([smhdw])$/.exec(trimmed);
  if (ago) return plus(now, -Number(ago[1]) * (UNITS[ago[2] as string] as number));
  if (trimmed === 'today') return startOfDay(now);
  if (trimmed === 'yesterday') return startOfDay(now, -1);
  const [, day, time, offset] = WRITTEN.exec(trimmed) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const ms = Date.parse(`${day}T${time ?? '00:00'}${offset?.toUpperCase() ?? ''}`);
  return Number.isNaN(ms) ? undefined : toInstant(ms);
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(z|[+-]\d{2}:\d{2})?)?$/;

/** Whether a calendar has this day: JavaScript takes 30 February for 2 March. */
const isDay = (day: string): boolean => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && toInstant(ms).startsWith(day);
};
