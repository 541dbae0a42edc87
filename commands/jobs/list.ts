import { listJobs } from '../../src/jobs/list-jobs.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { textOf } from '../admin/filters.ts';
import type { Command } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { jobColumns } from './columns.ts';

export const command: Command = {
  formats: true,
  options: [
    { flags: '--state <state>', about: 'waiting, dead or done (waiting)' },
    { flags: '--kind <kind>', about: OUTBOX_KINDS.join(', ') },
  ],
  examples: ['jobs list', 'jobs list --state done --kind send-mail'],
  async run(session, _args, options) {
    const jobs = await listJobs(await session.context(), {
      state: textOf(options.state) as 'waiting' | undefined,
      kind: textOf(options.kind) as 'send-mail' | undefined,
    });
    printList(session, {
      rows: jobs,
      columns: jobColumns,
      json: { jobs },
      id: ({ id }) => id,
      empty: 'Nothing there.',
    });
    return undefined;
  },
};
