import { listSuppressions } from '../../src/notifications/suppressions.ts';
import { defineCommand } from '../cli/define.ts';
import { printList, when } from '../cli/render.ts';

export const command = defineCommand({
  formats: true,
  examples: ['mail suppressed'],
  async run(session) {
    const suppressions = await listSuppressions(await session.context(), {});
    printList(session, {
      rows: suppressions,
      columns: [
        { title: 'ADDRESS', show: ({ address }) => address },
        { title: 'SINCE', show: (row) => when(row.suppressed_at), plain: (row) => row.suppressed_at },
        { title: 'BY', show: ({ suppressed_by }) => suppressed_by },
        { title: 'REASON', show: ({ reason }) => reason, least: 10 },
      ],
      json: { suppressions },
      id: ({ address }) => address,
      empty: 'Everybody gets mail.',
    });
  },
});
