/** A mail address as people write it: international domains and names too, in the lengths of RFC 5321. */
import { z } from 'zod';
import { normalEmail } from './store.ts';

const MOST_LOCAL = 64;
const MOST_ALL = 254;
/** What a local part may hold unquoted (RFC 5322, RFC 6531): no white space, no signs that mean something around an address. */
const LOCAL = /^[^\s@"(),:;<>[\\\]\p{C}]+$/u;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

export function isMailAddress(text: string): boolean {
  const address = normalEmail(text);
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  // Composed already: composing makes some letters into others (the Kelvin sign into a K).
  if (local !== local.normalize('NFC')) return false;
  if (at < 1 || Buffer.byteLength(local) > MOST_LOCAL || Buffer.byteLength(address) > MOST_ALL) return false;
  return LOCAL.test(local) && !/^\.|\.\.|\.$/.test(local) && DOMAIN.test(address.slice(at + 1));
}

/** In its normal form; see normalEmail. */
export const mailAddress = z
  .string('is needed')
  .trim()
  .refine(isMailAddress, 'is not a mail address; ann@example.org is one')
  .transform(normalEmail);
