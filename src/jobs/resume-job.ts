/** A paused job goes on at once: what was posted before the pause, and turned away, is posted anew. */
import { z } from 'zod';
import { removePause } from '../outbox/pauses.ts';
import { defineWrite } from '../write.ts';

/** False when it was not paused. */
export const resumeJob = defineWrite({
  name: 'resume-job',
  allow: ['staff'],
  input: z.strictObject({ job: z.string().min(1) }),
  commit: ({ db }, { job }): Promise<boolean> => removePause(db, job),
  answer: (_context, _input, was) => was === true,
});
