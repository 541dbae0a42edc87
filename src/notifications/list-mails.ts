/** The log of mails: what was sent to whom, and what is on its way. */
import { z } from 'zod';
import type { Id } from '../lib/ids.ts';
import { defineUseCase } from '../use-case.ts';
import { type NotificationRow, notifications } from './store.ts';

/** Newest first; of one order, to one address, or all. */
export const listMails = defineUseCase({
  name: 'list-mails',
  allow: ['staff', 'system'],
  input: z.strictObject({
    recipient: z.string().trim().min(1).max(254).optional(),
    /** The id of an order. */
    order_id: z.custom<Id<'ord'>>().optional(),
    limit: z.int().min(1).max(1000).default(50),
  }),
  run: ({ db }, { recipient, order_id, limit }): Promise<NotificationRow[]> =>
    db.find(
      notifications,
      { ...(recipient ? { recipient: recipient.toLowerCase() } : {}), ...(order_id ? { order_id } : {}) },
      { order: [['id', 'DESC']], limit },
    ),
});
