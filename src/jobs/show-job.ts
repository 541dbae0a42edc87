import { defineUseCase } from '../use-case.ts';
import { findJob, type JobView, jobView, oneId } from './job-view.ts';

/** One row. Throws `not_found`. */
export const showJob = defineUseCase({
  name: 'show-job',
  allow: ['staff', 'system'],
  input: oneId,
  run: async (context, { id }): Promise<JobView> => jobView(await findJob(context, id)),
});
