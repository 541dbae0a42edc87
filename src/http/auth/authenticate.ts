/** Who is asking: a valid token, of a person we know, who may do this. */
import type { Actor } from '../../context.ts';
import type { Sql } from '../../database/sql.ts';
import { Refusal } from '../../errors.ts';
import { languageCode } from '../../languages/index.ts';
import { type Id, parseId } from '../../lib/ids.ts';
import { toInstant } from '../../lib/time.ts';
import { recognizePerson } from '../../people/recognize-person.ts';
import type { UserRow } from '../../people/store.ts';
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
}

const TOKENS_KEPT = 20_000;

/** Checks tokens. A signature is checked once and remembered until the token expires. */
export function createAuthenticator(options: TokenOptions): Authenticator {
  const { now } = options;
  const verify = createTokenVerifier(options);
  const people = createPeople(now);
  const verified = new Map<string, Verified>();

  async function read(db: Sql, token: string): Promise<Verified> {
    const known = verified.get(token);
    if (known && known.expiresMs > now()) return known;
    verified.delete(token);
    const claims = await verify(token);
    const fresh = { ...claims, userId: await personOf(db, claims, options) };
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
      const { userId, issuedMs } = await read(db, token);
      const user = await people.find(db, userId, reads);
      return admit(user, issuedMs, role);
    },
  };
}

async function personOf(db: Sql, { payload, subject }: Claims, options: TokenOptions): Promise<Id<'usr'>> {
  if (options.jwksUrl) {
    const { email, email_verified, name, role, locale } = payload;
    const person = await recognizePerson(
      db,
      {
        subject,
        role: role === 'admin' ? 'admin' : 'customer',
        name: typeof name === 'string' ? name.slice(0, 200) : undefined,
        locale: typeof locale === 'string' ? languageCode(locale) : undefined,
        email: typeof email === 'string' && email_verified === true ? email : undefined,
      },
      toInstant(options.now()),
    );
    return person.id;
  }
  const id = parseId('usr', subject);
  if (!id) throw notSignedIn('The token names nobody');
  return id;
}

function admit(user: UserRow | undefined, issuedMs: number, role: Credentials['role']): Actor {
  if (!user?.active) throw notSignedIn('The account does not exist or is closed');
  // Tokens are issued on whole seconds.
  if (user.tokens_valid_from && issuedMs + 999 < Date.parse(user.tokens_valid_from)) {
    throw notSignedIn('The token has been revoked');
  }
  if (role === 'admin' && user.role !== 'admin') {
    throw new Refusal('not_allowed', 'This is for staff; sign in with a staff token.');
  }
  return { kind: role === 'admin' ? 'staff' : 'customer', name: user.email, id: user.id };
}
