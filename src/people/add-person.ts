import { z } from 'zod';
import { isDuplicate } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import { LANGUAGE_CODES } from '../languages/index.ts';
import { defineUseCase } from '../use-case.ts';
import { mailAddress } from './mail-address.ts';
import { insertUser, type UserRow } from './store.ts';

/** Adds a customer or a member of staff. Throws `duplicate_person`. */
export const addPerson = defineUseCase({
  name: 'add-person',
  allow: ['staff', 'system'],
  input: z.strictObject({
    email: mailAddress,
    name: z.string().trim().min(1).max(200).optional(),
    role: z.enum(['customer', 'admin']).default('customer'),
    locale: z.enum(LANGUAGE_CODES, `must be one of: ${LANGUAGE_CODES.join(', ')}`).optional(),
  }),
  async run(context, input): Promise<UserRow> {
    const { email } = input;
    const user: UserRow = {
      id: context.newId('usr'),
      email,
      name: input.name ?? (email.split('@')[0] as string),
      locale: input.locale ?? null,
      role: input.role,
      active: true,
      created_at: context.now(),
      subject: null,
      tokens_valid_from: null,
      access_changed_at: null,
    };
    try {
      await insertUser(context.db, user);
    } catch (error) {
      if (!isDuplicate(error, 'email')) throw error;
      throw new Refusal('duplicate_person', `${email} is known already; use that person, or another address.`);
    }
    return user;
  },
});
