/** The columns an order list can have. */
import { Refusal } from '../../src/errors.ts';
import type { OrderSummary } from '../../src/orders/wire/shapes.ts';
import type { Io } from '../cli/io.ts';
import { type Column, money, moneyPlain, status, when } from '../cli/render.ts';

type OrderColumn = Column<OrderSummary>;

type AddressField = keyof NonNullable<OrderSummary['shipping_address']>;

const addressColumn = (title: string, field: AddressField): OrderColumn => ({
  title,
  show: ({ shipping_address }) => shipping_address?.[field] ?? '',
  least: 8,
});

/** What is on the label. */
const addressColumns: Readonly<Record<string, OrderColumn>> = {
  recipient: addressColumn('RECIPIENT', 'name'),
  company: addressColumn('COMPANY', 'company'),
  line1: addressColumn('LINE1', 'line1'),
  line2: addressColumn('LINE2', 'line2'),
  postcode: addressColumn('POSTCODE', 'postal_code'),
  city: addressColumn('CITY', 'city'),
  region: addressColumn('REGION', 'region'),
  phone: addressColumn('PHONE', 'phone'),
};

const columns = (io: Io): Readonly<Record<string, OrderColumn>> => ({
  order: { title: 'ORDER', show: ({ order_number }) => order_number },
  placed: { title: 'PLACED', show: ({ placed_at }) => when(placed_at), plain: ({ placed_at }) => placed_at },
  status: {
    title: 'STATUS',
    show: (order) => status(io, order.status) + (order.held ? io.color.red(' HELD') : ''),
    plain: (order) => order.status,
  },
  payment: { title: 'PAYMENT', show: ({ payment_status }) => payment_status, spare: true },
  fulfillment: { title: 'FULFILLMENT', show: ({ fulfillment_status }) => fulfillment_status },
  items: {
    title: 'ITEMS',
    show: ({ item_count }) => String(item_count),
    plain: ({ item_count }) => item_count,
    right: true,
    spare: true,
  },
  total: {
    title: 'TOTAL',
    show: ({ total, currency }) => money(total, currency),
    plain: ({ total, currency }) => moneyPlain(total, currency),
    right: true,
  },
  customer: {
    title: 'CUSTOMER',
    show: ({ customer }) => customer?.email ?? '',
    plain: ({ customer }) => customer?.email ?? '',
    least: 12,
  },
  name: {
    title: 'NAME',
    show: ({ customer }) => customer?.name ?? '',
    plain: ({ customer }) => customer?.name ?? '',
    least: 8,
  },
  country: { title: 'COUNTRY', show: ({ country }) => country ?? '' },
  ...addressColumns,
  skus: {
    title: 'SKUS',
    show: ({ items }) => items.map(({ sku, quantity }) => `${quantity}×${sku}`).join(' '),
    least: 10,
  },
  updated: { title: 'UPDATED', show: ({ updated_at }) => when(updated_at), plain: ({ updated_at }) => updated_at },
});

const USUAL = 'order,placed,status,payment,items,total,customer';

/** The columns named, separated by commas. Throws `usage` for one that is not there. */
export function chooseColumns(io: Io, names = USUAL): OrderColumn[] {
  const all = columns(io);
  return names.split(',').map((name) => {
    const column = all[name.trim().toLowerCase()];
    if (column) return column;
    throw new Refusal('usage', `--columns: there is no column "${name}"; there are: ${Object.keys(all).join(', ')}.`);
  });
}
