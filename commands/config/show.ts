import type { SettingSource } from '../../src/config/sources.ts';
import { EXIT } from '../../src/errors.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, printList } from '../cli/render.ts';

const columns: readonly Column<SettingSource>[] = [
  { title: 'SETTING', show: ({ name }) => name },
  { title: 'VALUE', show: ({ value }) => value, least: 16 },
  { title: 'FROM', show: ({ from }) => from },
  { title: 'WRONG', show: ({ fault = '' }) => fault, least: 20 },
];

export const command = defineCommand({
  formats: true,
  examples: ['config show', 'config show --json'],
  async run(session) {
    const { sources, hints, faults } = await session.survey();
    const shown = faults.length > 0 ? columns : columns.slice(0, -1);
    printList(session, {
      rows: sources,
      columns: shown,
      json: { settings: sources },
      id: ({ name }) => name,
      empty: '',
    });
    for (const { name, detail } of faults) session.io.say(`${session.io.talkColor.red('✗')} ${name} ${detail}`);
    for (const hint of hints) session.io.say(hint);
    return faults.length > 0 ? EXIT.usage : EXIT.ok;
  },
});
