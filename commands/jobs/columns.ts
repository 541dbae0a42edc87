import type { JobView } from '../../src/jobs/job-view.ts';
import { type Column, when } from '../cli/render.ts';

/** How jobs are listed. */
export const jobColumns: readonly Column<JobView>[] = [
  { title: 'JOB', show: ({ id }) => id },
  { title: 'KIND', show: ({ kind, payload }) => (payload.template ? `${kind} ${payload.template}` : kind), least: 12 },
  { title: 'SINCE', show: ({ created_at }) => when(created_at), plain: ({ created_at }) => created_at },
  { title: 'TRIES', show: ({ attempts }) => String(attempts), right: true },
  { title: 'LAST ERROR', show: ({ last_error }) => last_error ?? '', least: 10 },
];
