import type { SettingSource } from '../../src/config/sources.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, printList } from '../cli/render.ts';

const columns: readonly Column<SettingSource>[] = [
  { title: 'SETTING', show: ({ name }) => name },
  { title: 'VALUE', show: ({ value }) => value },
  { title: 'FROM', show: ({ from }) => from },
];

export const command = defineCommand({
  formats: true,
  examples: ['config show', 'config show --json'],
  async run(session) {
    const { sources, hints } = await session.config();
    printList(session, { rows: sources, columns, json: { settings: sources }, id: ({ name }) => name, empty: '' });
    for (const hint of hints) session.io.say(hint);
  },
});
