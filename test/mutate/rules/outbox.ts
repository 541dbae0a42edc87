/** The outbox: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const OUTBOX: readonly Mutation[] = [
  ...inFile(
    'src/outbox/store.ts',
    ['work that has begun is taken back', ' AND due_at IS NOT NULL AND attempts = 0', ' AND due_at IS NOT NULL'],
    ['what is done is revived', ' AND done_at IS NULL\n', '\n'],
  ),
  ...inFile(
    'src/outbox/kinds.ts',
    [
      'captures can be dropped',
      'payload: z.object({ payment_id: text }), money: true }',
      'payload: z.object({ payment_id: text }) }',
    ],
    [
      'refunds can be dropped',
      'payload: z.object({ refund_id: text }), money: true }',
      'payload: z.object({ refund_id: text }) }',
    ],
  ),
  ...inFile(
    'src/notifications/send.ts',
    ['a sent mail is sent again', "if (logged.status !== 'sending') return;", ''],
    ['a suppressed address is written to', 'if (await isSuppressed(context.db, to.address))', 'if (false)'],
  ),
  ...inFile(
    'worker/deliver.ts',
    ['work is never given up', 'attempts >= job.retry.attempts', 'false'],
    ['a refusal for good is tried on', 'error instanceof PermanentFailure ||', ''],
    ['a stalled worker says that it is done', "finished > 0 ? 'done' : 'taken'", "'done'"],
  ),
];
