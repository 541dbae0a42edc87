/** Pausing a job: nobody begins it until it is resumed; what it owes waits in the outbox. Pausing twice is pausing once. */
import { z } from 'zod';
import { actorLabel } from '../context.ts';
import { insertPause } from '../outbox/pauses.ts';
import { defineWrite } from '../write.ts';

export const pauseJob = defineWrite({
  name: 'pause-job',
  allow: ['staff'],
  input: z.strictObject({ job: z.string().min(1) }),
  commit: ({ db, actor, now }, { job }) => insertPause(db, { job, paused_by: actorLabel(actor), paused_at: now() }),
  answer: () => {},
});
