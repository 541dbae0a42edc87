/** Who is asking: a valid token, of a person we know, who may do this. */
import { z } from 'zod';
import type { Actor } from '../../context.ts';
import type { Sql } from '../../database/sql.ts';
import { Refusal } from '../../errors.ts';
import { languageCode } from '../../languages/index.ts';
import { cleanText } from '../../lib/foreign-text.ts';
import { type Id, parseId } from '../../lib/ids.ts';
import { MINUTE, toInstant } from '../../lib/time.ts';
import { isMailAddress } from '../../people/mail-address.ts';
import { recognizePerson } from '../../people/recognize-person.ts';
import type { Role, UserRow } from '../../people/store.ts';
import type { RouteRole } from '../route.ts';
import { createPeople } from './people.ts';
import { type Claims, createTokenVerifier, notSignedIn, type TokenOptions } from './tokens.ts';

export interface Credentials {
  readonly authorization: string | undefined;
  readonly role: Exclude<RouteRole, 'public'>;
  /** Whether the call only reads. */
  readonly reads: boolean;
}

export interface Authenticator {
  /** Throws `not_signed_in` and `not_allowed`. */
  authenticate(db: Sql, credentials: Credentials): Promise<Actor>;
}

interface Verified extends Claims {
  readonly userId: Id<'usr'>;
  /** What the token itself says its bearer may do. */
  readonly role: Role;
}

const TOKENS_KEPT = 20_000;
/** How long a token of another issuer is good without its keys being asked again. */
const ISSUER_BELIEVED_MS = 5 * MINUTE;

/** Checks tokens. A signature is checked once and remembered until the token expires. */
export function createAuthenticator(options: TokenOptions): Authenticator {
  const { now } = options;
  const verify = createTokenVerifier(options);
  const people = createPeople();
  const verified = new Map<string, Verified>();

  async function read(db: Sql, token: string): Promise<Verified> {
    const known = verified.get(token);
    if (known && known.expiresMs > now()) return known;
    verified.delete(token);
    const claims = await verify(token);
    // An issuer that has withdrawn a key is believed before long.
    const expiresMs = options.jwksUrl ? Math.min(claims.expiresMs, now() + ISSUER_BELIEVED_MS) : claims.expiresMs;
    const fresh = { ...claims, ...(await personOf(db, claims, options)), expiresMs };
    // A token seen for the first time may have changed what we know of the person.
    people.forget(fresh.userId);
    if (verified.size >= TOKENS_KEPT) verified.clear();
    verified.set(token, fresh);
    return fresh;
  }

  return {
    async authenticate(db, { authorization, role, reads }) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1];
      if (!token) throw notSignedIn('There is no token');
      const verifiedToken = await read(db, token);
      const user = await people.find(db, verifiedToken.userId, reads);
      return admit(user, verifiedToken, role);
    },
  };
}

/** What another issuer says of a person; anything else in its tokens is not looked at. */
const issuerClaims = z.object({
  sub: z
    .string()
    .min(1)
    .max(255)
    .refine((text) => text === text.trim()),
  email: z.string().refine(isMailAddress).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  role: z.string().optional().catch(undefined),
  locale: z.string().optional().catch(undefined),
});

async function personOf(
  db: Sql,
  { payload, subject, issuedMs }: Claims,
  options: TokenOptions,
): Promise<Pick<Verified, 'userId' | 'role'>> {
  const role = payload.role === 'admin' ? 'admin' : 'customer';
  if (options.jwksUrl) {
    const parsed = issuerClaims.safeParse(payload);
    if (!parsed.success) throw notSignedIn('The token does not say whose it is');
    const { email, email_verified, name, locale, sub } = parsed.data;
    const person = await recognizePerson(
      db,
      {
        subject: sub,
        role,
        saysRole: parsed.data.role !== undefined,
        issuedAt: toInstant(issuedMs),
        name: nameOf(name),
        locale: locale === undefined ? undefined : languageCode(locale),
        email: email_verified === true ? email : undefined,
      },
      toInstant(options.now()),
    );
    return { userId: person.id, role };
  }
  const id = typeof subject === 'string' ? parseId('usr', subject) : undefined;
  if (!id) throw notSignedIn('The token names nobody');
  return { userId: id, role };
}

/** A name as it may be shown; none where it cannot. */
function nameOf(name: string | undefined): string | undefined {
  const cleaned = name === undefined ? undefined : cleanText(name.slice(0, 200));
  return cleaned && 'text' in cleaned && cleaned.text.trim() !== '' ? cleaned.text.trim() : undefined;
}

/** Whoever bears a token may do what both the token and the account allow. */
function admit(user: UserRow | undefined, { issuedMs, role: claimed }: Verified, role: Credentials['role']): Actor {
  if (!user?.active) throw notSignedIn('The account does not exist or is closed');
  // Tokens are issued on whole seconds.
  if (user.tokens_valid_from && issuedMs + 999 < Date.parse(user.tokens_valid_from)) {
    throw notSignedIn('The token has been revoked');
  }
  if (role === 'admin' && (user.role !== 'admin' || claimed !== 'admin')) {
    throw new Refusal('not_allowed', 'This is for staff; sign in with a staff token.');
  }
  return { kind: role === 'admin' ? 'staff' : 'customer', name: user.email, id: user.id };
}
