/**
 * Short texts that only we can make: some bytes, a time after which they expire, and an HMAC over both. For links
 * in mails, which need no login. Each purpose has a key of its own, derived from the program's secret.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;
const TIME_BYTES = 6;

export interface TokenSigner {
  /** base64url of the bytes, the expiry (milliseconds since the epoch) and the HMAC. */
  sign(bytes: Buffer, expiresMs: number): string;
  /** The bytes; undefined when the text is not ours, was changed, or has expired. */
  open(token: string, nowMs: number): Buffer | undefined;
}

export function createTokenSigner(secret: () => string, purpose: string): TokenSigner {
  let key: Buffer | undefined;
  const mac = (content: Buffer): Buffer => {
    key ??= Buffer.from(hkdfSync('sha256', secret(), '', purpose, 32));
    return createHmac('sha256', key).update(content).digest().subarray(0, MAC_BYTES);
  };
  return {
    sign(bytes, expiresMs) {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeUIntBE(expiresMs, 0, TIME_BYTES);
      const content = Buffer.concat([bytes, time]);
      return Buffer.concat([content, mac(content)]).toString('base64url');
    },
    open(token, nowMs) {
      const all = Buffer.from(token, 'base64url');
      // The decoder is lenient; only the text we made is the token.
      if (all.length <= MAC_BYTES + TIME_BYTES || all.toString('base64url') !== token) return undefined;
      const content = all.subarray(0, -MAC_BYTES);
      if (!timingSafeEqual(mac(content), all.subarray(-MAC_BYTES))) return undefined;
      const expires = content.readUIntBE(content.length - TIME_BYTES, TIME_BYTES);
      return expires > nowMs ? content.subarray(0, -TIME_BYTES) : undefined;
    },
  };
}
