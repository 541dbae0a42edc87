import { listJobs } from '../../src/jobs/list-jobs.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { jobColumns } from './columns.ts';

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--kind <kind>', about: OUTBOX_KINDS.join(', '), choices: OUTBOX_KINDS },
    { flags: '--error <text>', about: 'whose last error holds this' },
  ],
  examples: ['jobs dead', 'jobs dead --error "mailbox full" --format ids | orders jobs retry -'],
  async run(session, _args, options) {
    const jobs = await listJobs(await session.context(), {
      state: 'dead',
      kind: options.kind,
      error: options.error,
      limit: 10_000,
    });
    printList(session, {
      rows: jobs,
      columns: jobColumns,
      json: { jobs },
      id: ({ id }) => id,
      empty: 'Nothing was given up.',
    });
  },
});
