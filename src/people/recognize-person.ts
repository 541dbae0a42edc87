/** The person another issuer's token speaks of: known by its subject, else by a verified address, else new. */
import { DuplicateKey } from '../database/faults.ts';
import type { Sql } from '../database/sql.ts';
import { Refusal } from '../errors.ts';
import { newId } from '../lib/ids.ts';
import type { Instant } from '../lib/time.ts';
import {
  findUserByEmail,
  findUserBySubject,
  insertUser,
  normalEmail,
  type Role,
  type UserRow,
  updateUser,
} from './store.ts';

export interface Identity {
  readonly subject: string;
  readonly role: Role;
  /** Whether the token says so itself; one that says nothing changes nothing. */
  readonly saysRole: boolean;
  /** When the token was issued: an older one does not undo a newer word. */
  readonly issuedAt: Instant;
  readonly name?: string | undefined;
  /** The code of a language; undefined leaves what is known. */
  readonly locale?: string | undefined;
  /** Only an address that the issuer has verified. */
  readonly email?: string | undefined;
}

/** Finds or makes the person. What the issuer says of the role is kept. Throws `not_signed_in` without an address. */
export async function recognizePerson(db: Sql, identity: Identity, now: Instant): Promise<UserRow> {
  const known = await findUserBySubject(db, identity.subject);
  if (known) return refreshed(db, known, { identity, now });
  if (!identity.email) {
    throw new Refusal('not_signed_in', 'The token holds no verified mail address; ask for the email scope.');
  }
  const email = normalEmail(identity.email);
  const sameAddress = await findUserByEmail(db, email);
  if (sameAddress?.subject) throw new Refusal('not_signed_in', 'This mail address belongs to another account.');
  if (sameAddress) {
    await updateUser(db, sameAddress.id, { subject: identity.subject, access_changed_at: now });
    return refreshed(db, { ...sameAddress, subject: identity.subject }, { identity, now });
  }
  const user: UserRow = {
    id: newId('usr', Date.parse(now)),
    email,
    name: identity.name ?? (email.split('@')[0] as string),
    locale: identity.locale ?? null,
    role: identity.role,
    active: true,
    created_at: now,
    subject: identity.subject,
    tokens_valid_from: null,
    access_changed_at: null,
  };
  try {
    await insertUser(db, user);
    return user;
  } catch (error) {
    // Two first calls at once: the other one made the person.
    if (!(error instanceof DuplicateKey)) throw error;
    return recognizePerson(db, identity, now);
  }
}

/** What the issuer says now: a role, and perhaps a language. */
async function refreshed(
  db: Sql,
  user: UserRow,
  {
    identity: { role, saysRole, issuedAt, locale = user.locale ?? undefined },
    now,
  }: { readonly identity: Identity; readonly now: Instant },
) {
  const changes: Partial<UserRow> = {
    ...(saysRole && user.role !== role && issuedAt >= (user.access_changed_at ?? '')
      ? { role, access_changed_at: now }
      : {}),
    ...(locale && user.locale !== locale ? { locale } : {}),
  };
  if (Object.keys(changes).length > 0) await updateUser(db, user.id, changes);
  return { ...user, ...changes };
}
