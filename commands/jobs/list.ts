import { JOB_STATES } from '../../src/jobs/job-view.ts';
import { listJobs } from '../../src/jobs/list-jobs.ts';
import { OUTBOX_KINDS } from '../../src/outbox/kinds.ts';
import { rowsWanted, sayCut } from '../cli/all-pages.ts';
import { defineCommand } from '../cli/define.ts';
import { printList } from '../cli/render.ts';
import { parsePositive } from '../cli/values.ts';
import { jobColumns } from './columns.ts';

const SCREEN = 100;
const MOST = 10_000;

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--state <state>', about: 'waiting, dead or done (waiting)', choices: JOB_STATES },
    { flags: '--kind <kind>', about: OUTBOX_KINDS.join(', '), choices: OUTBOX_KINDS },
    { flags: '-n, --limit <count>', about: 'how many (100; 10000 with --json, csv and ids)', parse: parsePositive },
  ],
  examples: ['jobs list', 'jobs list --state done --kind send-mail'],
  async run(session, _args, options) {
    const limit = Math.min(rowsWanted(session, options.limit, SCREEN), MOST);
    const jobs = await listJobs(await session.context(), { state: options.state, kind: options.kind, limit });
    printList(session, {
      rows: jobs,
      columns: jobColumns,
      json: { jobs },
      id: ({ id }) => id,
      empty: 'Nothing there.',
    });
    if (jobs.length === limit) sayCut(session, limit, 'narrow them with --kind, or raise --limit');
  },
});
