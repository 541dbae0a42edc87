/** One event of an order's timeline, sent to one address. The body never changes, whenever it is sent and however often. */
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { parseId } from '../../lib/ids.ts';
import { retryAfterMs } from '../../lib/retry-after.ts';
import { idShape, instantShape } from '../../lib/shapes.ts';
import { SECOND } from '../../lib/time.ts';
import { getOrderRow } from '../../orders/store.ts';
import { type OrderEventRow, type OrderRow, orderEvents } from '../../orders/tables.ts';
import { customerData } from '../../orders/wire/view.ts';
import { PermanentFailure } from '../../outbox/permanent-failure.ts';
import { TryLater } from '../../outbox/try-later.ts';
import { defineUseCase } from '../../use-case.ts';
import { createPlaces, MESSAGES_AT_ONCE } from './places.ts';
import { signWebhook } from './sign.ts';

const TIMEOUT_MS = 10 * SECOND;
/** An answer's text is kept so far, for whoever looks why it failed. */
const ANSWER_LENGTH = 200;
const MOST_ANSWER_BYTES = 64 * 1024;
/** The receiver has gone for good. */
const GONE = 410;
/** At most so many messages are under way to one receiver: fewer than the worker sends at once. */
const places = createPlaces(MESSAGES_AT_ONCE);
const BUSY_MS = 2 * SECOND;

/** Sends it. Throws when the receiver did not take it with a 2xx; PermanentFailure when it never will. */
export const deliverWebhook = defineUseCase({
  name: 'deliver-webhook',
  allow: ['system', 'staff'],
  input: z.strictObject({
    /** The same for each attempt: what receivers tell repeats by. */
    message_id: z.string(),
    order_id: z.string(),
    seq: z.coerce.number().int(),
    url: z.string(),
  }),
  async run(context, { message_id, order_id, seq, url }): Promise<void> {
    const { webhookSecret } = context.settings;
    if (!webhookSecret)
      throw new PermanentFailure('Webhooks are not configured any more: ORDERS_WEBHOOK_SECRET is not set.');
    const id = parseId('ord', order_id);
    const event = id && (await context.db.findOne(orderEvents, { order_id: id, seq }));
    if (!event) throw new Refusal('invalid_input', `There is no event ${seq} of "${order_id}".`);
    const body = JSON.stringify(webhookBody(context, await getOrderRow(context.db, { id }), event));
    const seconds = Math.floor(Date.parse(context.now()) / SECOND);
    const signature = signWebhook(webhookSecret, { id: message_id, seconds, body });
    const sending = places.with(url, () => post(context, { url, body, signature }));
    if (!sending)
      throw new TryLater(`${new URL(url).host} is slow: others are under way to it`, {
        afterMs: BUSY_MS,
        counts: false,
      });
    await sending;
  },
});

/** What a receiver is told: which event of which order. The order itself is fetched, so that it is never an old one. */
export const webhookShape = z
  .object({
    type: z.string().meta({ description: 'The kind of event', example: 'order.confirmed' }),
    timestamp: instantShape,
    data: z.object({
      order_id: idShape('ord'),
      order_number: z.string().meta({ example: 'ORD-7K2M-X9QD4' }),
      sequence: z.int().min(1).meta({
        description: 'Counts the events of an order (not all are sent), so that a receiver can put them in order',
      }),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      url: z.string().meta({ description: 'Where staff get the order' }),
    }),
  })
  .meta({ id: 'Webhook' });

const webhookBody = ({ settings }: Context, order: OrderRow, event: OrderEventRow): z.output<typeof webhookShape> => ({
  type: event.kind,
  timestamp: event.created_at,
  data: {
    order_id: order.id,
    order_number: order.order_number,
    sequence: event.seq,
    details: customerData(event),
    url: `${settings.publicUrl}/orders/admin/${order.id}`,
  },
});

interface Post {
  readonly url: string;
  readonly body: string;
  readonly signature: Readonly<Record<string, string>>;
}

async function post(context: Context, { url, body, signature }: Post): Promise<void> {
  const { createHttpClient } = await import('../../platform/http-client.ts');
  const client = createHttpClient({ baseUrl: url, timeoutMs: TIMEOUT_MS });
  const { status, data, headers } = await client.post('', body, {
    headers: { 'content-type': 'application/json', 'user-agent': 'orders', ...signature },
    // A redirect would send the signed body to somebody who was not named.
    maxRedirects: 0,
    maxContentLength: MOST_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
  });
  if (status >= 200 && status < 300) return;
  // Paths and passwords of such addresses are often secrets.
  const said = `${new URL(url).host} answered ${status}: ${String(data).slice(0, ANSWER_LENGTH)}`;
  if (status === GONE) throw new PermanentFailure(said);
  const afterMs = retryAfterMs(headers['retry-after'], new Date(context.now()));
  throw afterMs === undefined ? new Error(said) : new TryLater(said, { afterMs });
}
