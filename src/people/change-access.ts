/** Who may sign in: closing and opening accounts, and revoking every token. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { defineUseCase } from '../use-case.ts';
import { getPerson } from './list-people.ts';
import { type UserRow, updateUser } from './store.ts';

const input = z.strictObject({ email: z.string().trim().min(1, 'is needed') });

async function change(context: Context, email: string, changes: Partial<UserRow>): Promise<UserRow> {
  const user = await getPerson(context, { email });
  const written = { ...changes, access_changed_at: context.now() };
  await updateUser(context.db, user.id, written);
  return { ...user, ...written };
}

/** Closes an account: its tokens are refused from now on. Throws `customer_not_found`. */
export const closeAccount = defineUseCase({
  name: 'close-account',
  allow: ['staff', 'system'],
  input,
  run: (context, { email }) => change(context, email, { active: false }),
});

/** Opens a closed account again. Tokens that have not expired count again. Throws `customer_not_found`. */
export const reopenAccount = defineUseCase({
  name: 'reopen-account',
  allow: ['staff', 'system'],
  input,
  run: (context, { email }) => change(context, email, { active: true }),
});

/** Refuses every token issued until now, for one that was lost or stolen. Throws `customer_not_found`. */
export const revokeTokens = defineUseCase({
  name: 'revoke-tokens',
  allow: ['staff', 'system'],
  input,
  run: (context, { email }) => change(context, email, { tokens_valid_from: context.now() }),
});
