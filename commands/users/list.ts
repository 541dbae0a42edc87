import { listPeople } from '../../src/people/list-people.ts';
import type { UserRow } from '../../src/people/store.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, printList, when } from '../cli/render.ts';

const columns: readonly Column<UserRow>[] = [
  { title: 'EMAIL', show: ({ email }) => email },
  { title: 'NAME', show: ({ name }) => name },
  { title: 'ROLE', show: ({ role }) => role },
  { title: 'SINCE', show: ({ created_at }) => when(created_at), plain: ({ created_at }) => created_at },
  { title: 'ID', show: ({ id }) => id },
];

export const command = defineCommand({
  formats: true,
  examples: ['users list', 'users list --json'],
  async run(session) {
    const users = await listPeople(await session.context(), {});
    printList(session, {
      rows: users,
      columns,
      json: { users },
      id: ({ id }) => id,
      empty: 'Nobody yet. orders users add EMAIL adds someone.',
    });
  },
});
