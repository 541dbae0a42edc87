/** One text for one value (RFC 8785, JSON Canonicalization Scheme), and hashes over it. */
import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/** JSON with sorted keys; what is undefined is left out, in lists it is null. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? 'null';

/** SHA-256 of a text, 64 hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** HMAC-SHA-256 of a text (RFC 2104), 64 hexadecimal digits. */
export const hmacSha256 = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');
