/** The kinds of work: each is the name of a job. Its schema types what is written, what is read and what is handed on. */
import { z } from 'zod';

interface Kind<Payload extends z.ZodType = z.ZodType> {
  /** What the job needs to know. */
  readonly payload: Payload;
  /** Jobs that belong together, by a word that is easy to type. */
  readonly group: string;
  /** Work about money is never dropped. */
  readonly money?: true;
}

const text = z.string().min(1);

export const OUTBOX = {
  'process-order': { group: 'orders', payload: z.object({ order_id: text }) },
  'capture-payment': { group: 'money', payload: z.object({ payment_id: text }), money: true },
  'send-refund': { group: 'money', payload: z.object({ refund_id: text }), money: true },
  'send-mail': { group: 'mail', payload: z.object({ order_id: text, template: text, cause: text }) },
  'send-alert': { group: 'mail', payload: z.object({ alert: text, recipient: text }) },
  'deliver-webhook': { group: 'webhooks', payload: z.object({ seq: text, url: text }) },
} as const satisfies Readonly<Record<string, Kind>>;

export type OutboxKind = keyof typeof OUTBOX;
export const OUTBOX_KINDS = Object.keys(OUTBOX) as [OutboxKind, ...OutboxKind[]];

export type PayloadOf<K extends OutboxKind> = Readonly<z.output<(typeof OUTBOX)[K]['payload']>>;

/** Whether work of this kind may be given up by hand. */
export const mayBeDropped = (kind: OutboxKind): boolean => !('money' in OUTBOX[kind]);

/** A payload as the kind has it. Throws what zod throws when a row holds something else. */
export function readPayload<K extends OutboxKind>(kind: K, payload: unknown): PayloadOf<K> {
  const schema: z.ZodType = OUTBOX[kind].payload;
  return schema.parse(payload) as PayloadOf<K>;
}
