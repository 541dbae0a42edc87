import { DAY, SECOND } from './time.ts';

/**
 * Milliseconds that a `Retry-After` header asks to wait (RFC 9110, 10.2.3: seconds, or a date); undefined when it says
 * nothing that can be read. Never more than a day: whoever asks for more is tried then.
 */
export function retryAfterMs(header: unknown, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (!/^\d{1,9}$|^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now.getTime();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), DAY) : undefined;
}
