import { JOB_STATES } from '../../src/jobs/job-view.ts';
import { listJobs } from '../../src/jobs/list-jobs.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { jobColumns } from './columns.ts';

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--state <state>', about: 'waiting, dead or done (waiting)', choices: JOB_STATES },
    { flags: '--kind <kind>', about: OUTBOX_KINDS.join(', '), choices: OUTBOX_KINDS },
  ],
  examples: ['jobs list', 'jobs list --state done --kind send-mail'],
  async run(session, _args, options) {
    const jobs = await listJobs(await session.context(), {
      state: options.state,
      kind: options.kind,
    });
    printList(session, {
      rows: jobs,
      columns: jobColumns,
      json: { jobs },
      id: ({ id }) => id,
      empty: 'Nothing there.',
    });
  },
});
