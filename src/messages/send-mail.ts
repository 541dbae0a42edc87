/** Sending one mail about an order. What it says is what is true when it leaves, not when it was announced. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Language, languageOf } from '../languages/index.ts';
import { countryName } from '../lib/country.ts';
import { parseId } from '../lib/ids.ts';
import type { MailContent } from '../notifications/layout.ts';
import type { OrderMail } from '../notifications/order-mail.ts';
import { sendLetter } from '../notifications/send.ts';
import { isMailTemplate, MAIL_TEMPLATES, type MailTemplateCode } from '../notifications/templates/index.ts';
import { NO_REASON } from '../orders/reasons.ts';
import { getOrderRow, readWhole, type WholeOrder } from '../orders/store.ts';
import { findUser } from '../people/store.ts';
import { isByHand, shownNumber } from '../shipping/by-hand.ts';
import { carrierName } from '../shipping/carrier-names.ts';
import { trackLink } from '../tracking/track-link.ts';
import { defineUseCase } from '../use-case.ts';

/**
 * Sends the mail that `cause` (an order, shipment or refund) is the reason for. A mail that has been sent is not sent
 * again; one whose sending was interrupted is, with the same Message-ID.
 */
export const sendMail = defineUseCase({
  name: 'send-mail',
  allow: ['system', 'staff'],
  input: z.strictObject({
    order_id: z.string(),
    template: z.string(),
    cause: z.string(),
    dedupe_key: z.string(),
    /** When the mail was announced; its Date. */
    announced_at: z.string(),
  }),
  async run(context, input): Promise<void> {
    const orderId = parseId('ord', input.order_id);
    if (!orderId || !isMailTemplate(input.template)) {
      throw new Refusal('invalid_input', `There is no mail "${input.template}" for "${input.order_id}".`);
    }
    const whole = await readWhole(context.db, await getOrderRow(context.db, { id: orderId }));
    if (isObsolete(input.template, whole)) return;
    const { order } = whole;
    await sendLetter(context, {
      ...input,
      order_id: orderId,
      // An address that was put right meanwhile is the one that is meant.
      to: { name: order.customer_name, address: (await findUser(context.db, order.customer_id))?.email ?? order.email },
      content: composeMail(context, whole, { ...input, template: input.template }),
      language: languageOf(order.locale),
    });
  },
});

/** What a mail says of an order as it is now. */
export const composeMail = (
  context: Context,
  whole: WholeOrder,
  mail: { readonly template: MailTemplateCode; readonly cause: string; readonly announced_at: string },
): MailContent =>
  MAIL_TEMPLATES[mail.template].content(
    orderMail(whole, mail.cause, trackLink(context, whole.order.id, mail.announced_at)),
    languageOf(whole.order.locale),
  );

/** What is no longer true is not said: the payment was approved, or given up, before the mail left. */
const isObsolete = (template: MailTemplateCode, { order }: WholeOrder): boolean =>
  template === 'payment-action' && order.status !== 'pending';

/** The order in the words of a mail, as seen from the mail's cause. */
function orderMail(whole: WholeOrder, cause: string, track_url: string): OrderMail {
  const { order, items, payments } = whole;
  const say = languageOf(order.locale);
  const { name, company, line1, line2, postal_code, city, region, country } = order.shipping_address;
  const place = [postal_code, city, region].filter(Boolean).join(' ');
  return {
    order_number: order.order_number,
    customer_name: order.customer_name,
    currency: order.currency,
    items: items.map(({ name: item, quantity, line_total }) => ({ name: item, quantity, line_total })),
    subtotal: order.subtotal,
    shipping_total: order.shipping_total,
    tax_total: order.tax_total,
    total: order.total,
    address: [name, company, line1, line2, place, countryName(country, say.code)].filter((line): line is string =>
      Boolean(line),
    ),
    track_url,
    shipment: shipmentOf(whole, cause, say),
    cancelled: cancelledOf(whole, cause),
    failure: payments.at(-1)?.decline_code ?? undefined,
    refund: refundOf(whole, cause),
    action_url: payments.at(-1)?.next_action?.url,
  };
}

function shipmentOf(
  { shipments, shipmentItems, items }: WholeOrder,
  cause: string,
  say: Language,
): OrderMail['shipment'] {
  const shipment = shipments.find(({ id }) => id === cause);
  if (!shipment) return undefined;
  const names = new Map(items.map(({ id, name }) => [id, name]));
  const inside = shipmentItems.filter(({ shipment_id }) => shipment_id === shipment.id);
  return {
    carrier: say.carriers[shipment.carrier] ?? carrierName(shipment.carrier),
    tracking_number: shownNumber(shipment),
    by_hand: isByHand(shipment.carrier) ? shipment.carrier : undefined,
    tracking_url: shipment.tracking_url,
    items: inside.map(({ order_item_id, quantity }) => ({ name: names.get(order_item_id) ?? '', quantity })),
  };
}

function refundOf({ refunds }: WholeOrder, cause: string): OrderMail['refund'] {
  const refund = refunds.find(({ id }) => id === cause);
  return refund && { amount: refund.amount, done: refund.status === 'succeeded', reason: refund.reason };
}

/** What was said of a part that was cancelled: the event whose mail this is. */
function partOf({ events }: WholeOrder, cause: string): { readonly reason?: string; readonly lines?: string[] } {
  const data = events.find((event) => event.kind === 'order.lines_cancelled' && event.data.cause === cause)?.data;
  return data ? { reason: String(data.reason), lines: String(data.lines).split('\n') } : {};
}

function cancelledOf(whole: WholeOrder, cause: string): OrderMail['cancelled'] {
  const { order, refunds, payments } = whole;
  const partly = cause !== order.id;
  const ours = partly ? refunds.filter(({ id }) => id === cause) : refunds;
  const said = partly ? partOf(whole, cause) : { reason: order.cancel_reason ?? undefined };
  const why = { ...said, reason: said.reason === NO_REASON ? undefined : said.reason };
  const amount = ours.reduce((sum, refund) => sum + refund.amount, 0);
  if (amount === 0) return { partly, ...why };
  const done = ours.every(({ status }) => status === 'succeeded');
  const released = done && payments.every(({ status }) => status === 'voided');
  return { partly, ...why, refund: { amount, done, released } };
}
