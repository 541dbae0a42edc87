/**
 * Identifiers: UUIDv7 (RFC 9562 §5.7) in 16 bytes, shown as TypeID text — a prefix, an underscore and the 128 bits in
 * 26 lower-case Crockford base32 symbols (`ord_01h455vb4pex5vsknk084sn02q`). Sorting by id sorts by time of making.
 */
import { randomFillSync } from 'node:crypto';

export type IdPrefix =
  | 'usr'
  | 'prd'
  | 'mov'
  | 'crt'
  | 'ord'
  | 'itm'
  | 'note'
  | 'hold'
  | 'pay'
  | 'rfd'
  | 'shp'
  | 'trk'
  | 'ntf'
  | 'out'
  | 'job'
  | 'wav'
  | 'tax'
  | 'rate'
  | 'apr'
  | 'evt';

export type Id<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

const SYMBOLS = '0123456789abcdefghjkmnpqrstvwxyz';
const VALUES = new Map([...SYMBOLS].map((symbol, value) => [symbol, value]));
const TEXT_LENGTH = 26;

/** Random bytes are asked for by the page: a call to the generator costs more than what it gives. */
const pool = Buffer.allocUnsafe(16 * 256);
let drawn = pool.length;

function randomBytes16(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += 16;
  return Buffer.from(pool.subarray(drawn - 16, drawn));
}

let lastMillisecond = 0;
let sequence = 0;

/**
 * A new id. Within one process ids made in the same millisecond still sort in the order they were made (the 12 bits
 * after the version count up).
 */
export function newId<P extends IdPrefix>(prefix: P, nowMs: number = Date.now()): Id<P> {
  const bytes = randomBytes16();
  sequence = nowMs === lastMillisecond ? (sequence + 1) & 0xfff : bytes.readUInt16BE(6) & 0x7ff;
  lastMillisecond = nowMs;
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return idFromBytes(prefix, bytes);
}

/** The 16 bytes behind an id. The text must be an id already (see `parseId` for text from outside). */
export function idToBytes(id: string): Buffer {
  const text = id.slice(id.lastIndexOf('_') + 1);
  const bytes = Buffer.alloc(16);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < TEXT_LENGTH; index++) {
    // 26 symbols carry 130 bits: the first two are zero and fall off the front.
    held = (held << 5) | (VALUES.get(text[index] as string) ?? 0);
    bits += index === 0 ? 3 : 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

/** The text of an id from its 16 bytes. */
export function idFromBytes<P extends IdPrefix>(prefix: P, bytes: Uint8Array): Id<P> {
  let text = SYMBOLS[(bytes[0] as number) >> 5] as string;
  let held = (bytes[0] as number) & 0x1f;
  let bits = 5;
  for (let index = 1; index <= 16; index++) {
    while (bits >= 5) {
      bits -= 5;
      text += SYMBOLS[(held >> bits) & 0x1f];
    }
    if (index === 16) break;
    held = ((held & ((1 << bits) - 1)) << 8) | (bytes[index] as number);
    bits += 8;
  }
  return `${prefix}_${text}`;
}

/** The id in a text from outside, or undefined when it is not one with this prefix. Case does not matter. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Id<P> | undefined {
  const lower = text.trim().toLowerCase();
  const pattern = new RegExp(`^${prefix}_[0-7][${SYMBOLS}]{25}$`);
  return pattern.test(lower) ? (lower as Id<P>) : undefined;
}
