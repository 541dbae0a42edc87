import { Refusal } from '../errors.ts';
import { reviveOutboxRows } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { findJob, type JobView, jobView, oneId } from './job-view.ts';

/** Makes a row that waits or was given up due now, with all its attempts again. Throws `not_found`. */
export const retryJob = defineUseCase({
  name: 'retry-job',
  allow: ['staff', 'system'],
  input: oneId,
  async run(context, { id }): Promise<JobView> {
    const row = await findJob(context, id);
    if (row.done_at) throw new Refusal('transition_forbidden', `${row.id} has been done; it is not done again.`);
    await reviveOutboxRows(context.db, { id: row.id }, context.now());
    return jobView(await findJob(context, id));
  },
});
