import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { defineUseCase } from '../use-case.ts';
import { findUserByEmail, listUsers, type UserRow } from './store.ts';

/** Everybody, by mail address. */
export const listPeople = defineUseCase({
  name: 'list-people',
  allow: ['staff', 'system'],
  input: z.strictObject({}),
  run: ({ db }): Promise<UserRow[]> => listUsers(db),
});

/** One person by mail address. Throws `customer_not_found`. */
export const getPerson = defineUseCase({
  name: 'get-person',
  allow: ['staff', 'system'],
  input: z.strictObject({ email: z.string().trim().min(1, 'is needed') }),
  async run({ db }, { email }): Promise<UserRow> {
    const user = await findUserByEmail(db, email);
    if (!user)
      throw new Refusal('customer_not_found', `Nobody has the address ${email}; orders users add ${email} adds them.`);
    return user;
  },
});
