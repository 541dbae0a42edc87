/** Taking away what nobody will ask for again: keys past their time, work that is done, waves that are over. */
import { z } from 'zod';
import { sweepPackings } from '../fulfillment/packings.ts';
import { sweepWaves } from '../fulfillment/store.ts';
import { sweepKeys } from '../idempotency/store.ts';
import { sweepRounds } from '../jobs/rounds.ts';
import { sweepWorkers } from '../jobs/workers.ts';
import { DAY, plus } from '../lib/time.ts';
import { forgetRecipients } from '../notifications/store.ts';
import { sweepDoneRows } from '../outbox/store.ts';
import { sweepCarrierCalls } from '../shipping/budget.ts';
import { defineUseCase } from '../use-case.ts';

/** Deletes in small steps, and stops after a while: what is left goes next time. How many rows went. */
export const prune = defineUseCase({
  name: 'prune',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run({ db, now, settings }): Promise<{ pruned: number }> {
    const yesterday = plus(now(), -DAY);
    const longAgo = plus(now(), -settings.retentionMs);
    const counts = [
      await sweepKeys(db, yesterday),
      await sweepDoneRows(db, longAgo),
      await sweepWorkers(db, yesterday),
      await sweepRounds(db, plus(now(), -30 * DAY)),
      await sweepCarrierCalls(db, longAgo),
      await forgetRecipients(db, plus(now(), -settings.mailLogMs)),
      await sweepWaves(db, yesterday),
      await sweepPackings(db, plus(now(), -30 * DAY)),
    ];
    return { pruned: counts.reduce((sum, count) => sum + count, 0) };
  },
});
