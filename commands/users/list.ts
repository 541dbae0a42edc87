import { listPeople } from '../../src/people/list-people.ts';
import type { UserRow } from '../../src/people/store.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, printList, when } from '../cli/render.ts';
import { parsePositive } from '../cli/values.ts';

const columns: readonly Column<UserRow>[] = [
  { title: 'EMAIL', show: ({ email }) => email, least: 16 },
  { title: 'NAME', show: ({ name }) => name, least: 8 },
  { title: 'ROLE', show: ({ role }) => role },
  { title: 'SINCE', show: ({ created_at }) => when(created_at), plain: ({ created_at }) => created_at, spare: true },
  { title: 'ID', show: ({ id }) => id, spare: true },
];

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--staff', about: 'only staff' },
    { flags: '-q, --query <text>', about: 'a part of the name or mail address' },
    { flags: '-n, --limit <count>', about: 'at most so many (all)', parse: parsePositive },
  ],
  examples: ['users list --staff', 'users list -q example.org', 'users list --json'],
  async run(session, _args, { staff, query = '', limit }) {
    const wanted = query.toLowerCase();
    const users = (await listPeople(await session.context(), {}))
      .filter(({ role }) => !staff || role === 'admin')
      .filter(({ email, name }) => `${email} ${name}`.toLowerCase().includes(wanted))
      .slice(0, limit);
    printList(session, {
      rows: users,
      columns,
      json: { users },
      id: ({ id }) => id,
      empty: 'Nobody yet. orders users add EMAIL adds someone.',
    });
  },
});
