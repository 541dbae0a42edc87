/** Settings of what is said to people and to other programs: mails, alerts, webhooks. */
import { z } from 'zod';
import { LANGUAGE_CODES } from '../../languages/index.ts';
import { SECOND } from '../../lib/time.ts';
import { list, type SettingTable, text, whole } from '../setting.ts';

export const MESSAGES = {
  mailFrom: {
    name: 'ORDERS_MAIL_FROM',
    schema: z.string().min(3, 'must be a mail address').default('Orders <orders@localhost>'),
    about: 'the sender',
  },
  smtpUrl: {
    name: 'ORDERS_SMTP_URL',
    schema: text(/^smtps?:\/\/.+/, 'must be smtp://USER:PASSWORD@HOST:PORT'),
    unset: 'mails as files',
    about: '`smtp://USER:PASSWORD@HOST:PORT`',
    secret: true,
  },
  smtpPerSecond: {
    name: 'ORDERS_SMTP_PER_SECOND',
    schema: whole(0, [0, 1000]),
    about: 'most mails a second of one worker; 0 is no limit',
  },
  locale: {
    name: 'ORDERS_LOCALE',
    schema: z.enum(LANGUAGE_CODES, `must be one of: ${LANGUAGE_CODES.join(', ')}`).default('en'),
    about: `the language of customers of whom none is known: ${LANGUAGE_CODES.join(', ')}`,
  },
  shippedMailDelayMs: {
    name: 'ORDERS_SHIPPED_MAIL_DELAY_SECONDS',
    schema: whole(60, [0, 3600], SECOND),
    about: 'how long a shipment can be taken back before its mail leaves',
  },
  staffMails: {
    name: 'ORDERS_STAFF_MAIL',
    schema: list(z.email('must be mail addresses, separated by commas')),
    unset: 'nobody',
    about:
      '`anna@shop.example, ben@shop.example`: who is told of late orders, authorizations that run out, low stock, parcels in trouble, dead letters',
  },
  webhookUrls: {
    name: 'ORDERS_WEBHOOK_URLS',
    schema: list(z.url({ protocol: /^https?$/, error: 'must be http(s) addresses, separated by commas' })),
    unset: 'nobody',
    about: 'who is told of every event of an order',
    secret: true,
  },
  webhookSecret: {
    name: 'ORDERS_WEBHOOK_SECRET',
    schema: z
      .string()
      .min(24, 'must be at least 24 characters')
      .regex(
        /^(?!whsec_)|^whsec_(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
        'begins with whsec_, but the rest is not base64 of at least 24 bytes',
      )
      .optional(),
    unset: 'none',
    about: 'what those messages are signed with',
    secret: true,
  },
} as const satisfies SettingTable;
