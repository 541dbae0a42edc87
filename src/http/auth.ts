/** Bearer tokens: JWTs signed with the shop's own secret (HS256, the algorithm pinned), for a person we know. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Actor } from '../context.ts';
import { findUser, type UserRow } from '../customers/store.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { type Id, parseId } from '../lib/ids.ts';
import { DAY } from '../lib/time.ts';
import type { RouteRole } from './route.ts';

const ISSUER = 'orders';
const ALGORITHM = 'HS256';
const CLOCK_TOLERANCE_SECONDS = 5;

const keyOf = (secret: string): KeyObject => createSecretKey(secret, 'utf8');

/** A token for a person, valid for some days. */
export function signToken(
  user: Pick<UserRow, 'id' | 'role'>,
  secret: string,
  days: number,
  nowMs: number,
): Promise<string> {
  return new SignJWT({ role: user.role })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setSubject(user.id)
    .setIssuedAt(new Date(nowMs))
    .setExpirationTime(new Date(nowMs + days * DAY))
    .sign(keyOf(secret));
}

interface Verified {
  readonly userId: Id<'usr'>;
  readonly expiresMs: number;
}

export interface Authenticator {
  /** Who is asking. Throws `not_signed_in` and `not_allowed`. */
  authenticate(db: Sql, authorization: string | undefined, role: Exclude<RouteRole, 'public'>): Promise<Actor>;
}

const TOKENS_KEPT = 10_000;

const notSignedIn = (why: string): Refusal =>
  new Refusal('not_signed_in', `${why}; send Authorization: Bearer <token>. orders users token EMAIL prints one.`);

/** Checks tokens. A signature is checked once and remembered; the person is looked up every time. */
export function createAuthenticator(secret: () => string, now: () => number = Date.now): Authenticator {
  const verified = new Map<string, Verified>();
  let key: KeyObject | undefined;

  async function verify(token: string): Promise<Verified> {
    const known = verified.get(token);
    if (known && known.expiresMs > now()) return known;
    verified.delete(token);
    key ??= keyOf(secret());
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now()),
      requiredClaims: ['sub', 'exp'],
    }).catch(() => {
      throw notSignedIn('The token is not valid or has expired');
    });
    const userId = parseId('usr', payload.sub ?? '');
    if (!userId) throw notSignedIn('The token names nobody');
    const fresh = { userId, expiresMs: (payload.exp ?? 0) * 1000 };
    if (verified.size >= TOKENS_KEPT) verified.clear();
    verified.set(token, fresh);
    return fresh;
  }

  return {
    async authenticate(db, authorization, role) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
      if (!token) throw notSignedIn('There is no token');
      const { userId } = await verify(token);
      const user = await findUser(db, userId);
      if (!user?.active) throw notSignedIn('The account does not exist or is closed');
      if (role === 'admin' && user.role !== 'admin') {
        throw new Refusal('not_allowed', 'This is for staff; sign in with a staff token.');
      }
      return role === 'admin'
        ? { kind: 'staff', name: user.email, id: user.id }
        : { kind: 'customer', name: user.email, id: user.id };
    },
  };
}
