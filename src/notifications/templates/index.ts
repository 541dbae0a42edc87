/** The mails: a new one is a file here and a line in the list. */
import type { MailTemplate } from '../order-mail.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderConfirmation } from './order-confirmation.ts';
import { orderDelivered } from './order-delivered.ts';
import { orderRefunded } from './order-refunded.ts';
import { orderShipped } from './order-shipped.ts';
import { parcelArriving } from './parcel-arriving.ts';
import { parcelDelayed } from './parcel-delayed.ts';
import { paymentAction } from './payment-action.ts';
import { paymentFailed } from './payment-failed.ts';

export const MAIL_TEMPLATES = {
  'order-confirmation': orderConfirmation,
  'payment-action': paymentAction,
  'payment-failed': paymentFailed,
  'order-shipped': orderShipped,
  'order-delivered': orderDelivered,
  'parcel-arriving': parcelArriving,
  'parcel-delayed': parcelDelayed,
  'order-cancelled': orderCancelled,
  'order-refunded': orderRefunded,
} as const satisfies Record<string, MailTemplate>;

export type MailTemplateCode = keyof typeof MAIL_TEMPLATES;

export const isMailTemplate = (code: string): code is MailTemplateCode => code in MAIL_TEMPLATES;
