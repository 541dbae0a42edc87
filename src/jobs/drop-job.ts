import { actorLabel } from '../context.ts';
import { Refusal } from '../errors.ts';
import { mayBeDropped } from '../outbox/kinds.ts';
import { dropOutboxRow } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import { findJob, type JobView, jobView, oneId } from './job-view.ts';

/**
 * Gives a row up for good: it counts as done, and who said so is kept in its last error. Money owed is never dropped.
 * Throws `not_found` and `transition_forbidden`.
 */
export const dropJob = defineUseCase({
  name: 'drop-job',
  allow: ['staff'],
  input: oneId,
  async run(context, { id }): Promise<JobView> {
    const row = await findJob(context, id);
    if (!mayBeDropped(row.kind)) {
      throw new Refusal(
        'transition_forbidden',
        `${row.kind} is about money and cannot be dropped; retry it, or settle it by hand.`,
      );
    }
    const last_error = `dropped by ${actorLabel(context.actor)}`;
    await dropOutboxRow(context.db, row.id, { now: context.now(), last_error });
    return jobView(await findJob(context, id));
  },
});
