/** Settings of who the shop is, as customers and packers read it on mails, pages and papers. */
import { z } from 'zod';
import { type SettingTable, text } from '../setting.ts';

export const IDENTITY = {
  shopName: {
    name: 'ORDERS_SHOP_NAME',
    schema: z.string().trim().max(100).optional(),
    unset: 'none',
    about: 'the name on mails, pages and papers',
  },
  shopAddress: {
    name: 'ORDERS_SHOP_ADDRESS',
    schema: z.string().trim().max(500).optional(),
    unset: 'none',
    about:
      '`Lager 3 | Hafenstraße 7 | 20457 Hamburg`: the sender on slips, and where parcels go back to; bars part its lines',
  },
  shopContact: {
    name: 'ORDERS_SHOP_CONTACT',
    schema: z.string().trim().max(200).optional(),
    unset: 'none',
    about: '`help@shop.example, +49 40 123456`: who answers customers',
  },
  shopUrl: {
    name: 'ORDERS_SHOP_URL',
    schema: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
    unset: 'none',
    about: 'the shop itself',
  },
  shopImprint: {
    name: 'ORDERS_SHOP_IMPRINT',
    schema: z.string().trim().max(1000).optional(),
    unset: 'none',
    about: 'what the law wants below a mail: company, register, VAT number; bars part its lines',
  },
  shopLogo: {
    name: 'ORDERS_SHOP_LOGO',
    schema: text(/\.(png|jpe?g)$/i, 'must be a PNG or JPEG file'),
    unset: 'none',
    about: 'a PNG or JPEG file for pages and papers (mails have the name)',
  },
  shopColor: {
    name: 'ORDERS_SHOP_COLOR',
    schema: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1f5f4a')
      .default('#1f5f4a'),
    about: 'the colour of buttons and of the name',
  },
} as const satisfies SettingTable;
