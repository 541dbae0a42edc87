import { jobStats } from '../../src/jobs/job-stats.ts';
import { defineCommand } from '../cli/define.ts';
import { printList, when } from '../cli/render.ts';
import { workersText } from './text.ts';

const seconds = (value: number | null): string => (value === null ? '' : `${value.toFixed(value < 10 ? 1 : 0)} s`);

/** A try is short. */
const run = (value: number | null): string => (value === null ? '' : `${Math.round(value * 1000)} ms`);

export const command = defineCommand({
  formats: true,
  examples: ['jobs stats', 'jobs stats --json'],
  async run(session) {
    const stats = await jobStats(await session.context(), {});
    printList(session, {
      rows: stats.jobs,
      columns: [
        {
          title: 'JOB',
          show: ({ job }) => job,
        },
        { title: 'WAITING', show: ({ waiting }) => String(waiting), right: true },
        { title: 'OLDEST', show: (row) => seconds(row.oldest_due_seconds || null), right: true },
        { title: 'DEAD', show: ({ dead }) => String(dead), right: true },
        { title: 'DONE 24 H', show: ({ done_last_day }) => String(done_last_day), right: true },
        { title: 'TOOK', show: ({ mean_seconds }) => seconds(mean_seconds), right: true },
        { title: 'RUN', show: ({ mean_run_seconds }) => run(mean_run_seconds), right: true, spare: true },
        { title: 'FAILED', show: ({ failed_today }) => String(failed_today), right: true },
        { title: 'RESCUED', show: ({ rescued_today }) => String(rescued_today), right: true },
      ],
      json: { ...stats },
      id: ({ job }) => job,
      empty: 'No jobs.',
    });
    if (session.format !== 'table') return undefined;
    const paused = stats.paused.map(
      ({ job, paused_by, paused_at }) =>
        `${session.io.color.yellow('‖')} ${job} is paused by ${paused_by} since ${when(paused_at)}: orders jobs resume ${job}`,
    );
    session.io.out(['', ...paused, workersText(session.io, stats.workers)].join('\n'));
  },
});
