import { z } from 'zod';
import type { Id } from '../lib/ids.ts';
import { getVisibleOrder } from '../orders/access.ts';
import { orderReference } from '../orders/reference.ts';
import { readParts } from '../orders/store.ts';
import { defineUseCase } from '../use-case.ts';
import { sendRefund } from './send-refund.ts';

export interface CheckedRefund {
  readonly refund_id: Id<'rfd'>;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
}

/** Asks the gateway about every refund of an order that has no answer yet. Throws `order_not_found`. */
export const checkRefunds = defineUseCase({
  name: 'check-refunds',
  allow: ['staff', 'system'],
  input: z.strictObject({ order: orderReference }),
  async run(context, wanted): Promise<CheckedRefund[]> {
    const order = await getVisibleOrder(context, wanted.order);
    const { refunds } = await readParts(context.db, order);
    const checked: CheckedRefund[] = [];
    for (const { id, amount, currency, status } of refunds) {
      const open = status === 'requested' || status === 'sent' || status === 'unknown';
      const now = open ? await sendRefund(context, { refund_id: id }).catch(() => 'unknown') : status;
      checked.push({ refund_id: id, amount, currency, status: now });
    }
    return checked;
  },
});
