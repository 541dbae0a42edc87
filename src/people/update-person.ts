import { z } from 'zod';
import { isDuplicate } from '../database/faults.ts';
import { Refusal } from '../errors.ts';
import { defineUseCase } from '../use-case.ts';
import { getPerson } from './list-people.ts';
import { mailAddress } from './mail-address.ts';
import { normalEmail, type UserRow, updateUser } from './store.ts';

/**
 * Another name or mail address for a person, whose account, orders and tokens stay theirs. Throws `customer_not_found`, and
 * `duplicate_person` for an address that is somebody else's.
 */
export const updatePerson = defineUseCase({
  name: 'update-person',
  allow: ['staff', 'system'],
  input: z.strictObject({
    email: z.string().trim().min(1, 'is needed'),
    new_email: mailAddress.optional(),
    name: z.string().trim().min(1).max(200).optional(),
  }),
  async run(context, { email, new_email, name }): Promise<UserRow> {
    const person = await getPerson(context, { email });
    const changes = {
      ...(new_email ? { email: normalEmail(new_email) } : {}),
      ...(name ? { name } : {}),
    };
    if (Object.keys(changes).length === 0) {
      throw new Refusal('invalid_input', 'Nothing to change: give another mail address or a name.');
    }
    try {
      await updateUser(context.db, person.id, changes);
    } catch (error) {
      if (!isDuplicate(error, 'email')) throw error;
      throw new Refusal('duplicate_person', `${new_email} is somebody else’s address already.`);
    }
    return { ...person, ...changes };
  },
});
