/** What the law lets a person ask for: everything we know of them, and to be forgotten. */
import { z } from 'zod';
import { eraseCart, findCart } from '../carts/store.ts';
import { cartView } from '../carts/view.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { eraseAnswers } from '../idempotency/store.ts';
import { eraseFromJournal } from '../journal/journal.ts';
import { listMails } from '../notifications/list-mails.ts';
import { eraseRecipient } from '../notifications/store.ts';
import { eraseSuppression } from '../notifications/suppressions.ts';
import { eraseOrder, ordersOf } from '../orders/erase-order.ts';
import { eraseViews } from '../orders/read/saved-views.ts';
import { OPEN_STATUSES } from '../orders/states.ts';
import { readWhole } from '../orders/store.ts';
import type { OrderRow } from '../orders/tables.ts';
import { orderView } from '../orders/wire/view.ts';
import { eraseFromOutbox } from '../outbox/store.ts';
import { erasePayments } from '../payments/store.ts';
import { ERASED, eraseAccount, erasedAddress } from '../people/erase-person.ts';
import { getPerson } from '../people/list-people.ts';
import type { UserRow } from '../people/store.ts';
import { eraseTracking } from '../shipping/store.ts';
import { defineUseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';

const email = z.string().trim().min(1, 'is needed').max(254);

/** Everything that is kept of a person, as it is kept. Throws `customer_not_found`. */
export const exportPerson = defineUseCase({
  name: 'export-person',
  allow: ['staff', 'system'],
  input: z.strictObject({ email }),
  async run(context, wanted) {
    const person = await getPerson(context, wanted);
    const orders = [];
    for (const order of await ordersOf(context.db, person.id)) {
      orders.push(orderView(await readWhole(context.db, order), 'staff'));
    }
    const mails = await listMails(context, { recipient: person.email, limit: 1000 });
    return { person, cart: cartView(await findCart(context.db, person.id)), orders, mails };
  },
});

export interface Erasure {
  readonly id: string;
  readonly orders: readonly string[];
  readonly mails: number;
  /** The addresses that are forgotten: mails in files hold them still. */
  readonly addresses: readonly string[];
  readonly done: boolean;
}

/**
 * Forgets a person: account, names, addresses, notes, reasons and the log of their mails. What was bought, paid and shipped
 * stays, under a number. Throws `customer_not_found`, and `transition_forbidden` while an order of theirs is open.
 */
export const erasePerson = defineWrite({
  name: 'erase-person',
  allow: ['staff', 'system'],
  input: z.strictObject({
    email,
    /** Only say what would go. */
    dry_run: z.boolean().default(false),
  }),
  async commit(cx, { email: address, dry_run }): Promise<Erasure> {
    const person = await getPerson(cx, { email: address });
    requireCustomer(person);
    const orders = await ordersOf(cx.db, person.id);
    requireClosed(person, orders);
    const mails = (await listMails(cx, { recipient: person.email, limit: 1000 })).length;
    const erasure = {
      id: person.id,
      orders: orders.map(({ order_number }) => order_number),
      mails,
      addresses: addressesOf(person, orders),
      done: !dry_run,
    };
    if (dry_run) return erasure;
    for (const order of orders) {
      await eraseOrder(cx, order, { gone: ERASED, address: erasedAddress(person) });
      await erasePayments(cx.db, order.id, ERASED);
      await eraseTracking(cx.db, order.id, ERASED);
      await eraseFromOutbox(cx.db, order.id);
    }
    await forgetTraces(cx, person, orders);
    await eraseAccount(cx.db, person, cx.now());
    return erasure;
  },
  answer: (_context, _input, erasure) => erasure as Erasure,
});

async function forgetTraces({ db }: Pick<Context, 'db'>, person: UserRow, orders: readonly OrderRow[]): Promise<void> {
  await eraseCart(db, person.id);
  await eraseAnswers(db, { caller_id: person.id, order_ids: orders.map(({ id }) => id) });
  const addresses = addressesOf(person, orders);
  for (const address of addresses) {
    await eraseRecipient(db, address, ERASED);
    await eraseSuppression(db, address);
    await eraseFromJournal(db, address);
  }
  await eraseViews(db, { addresses, name: person.name });
}

/** Theirs, and those that their orders were placed with. */
const addressesOf = ({ email: address }: UserRow, orders: readonly OrderRow[]): string[] => [
  ...new Set([address, ...orders.map((order) => order.email)]),
];

/** What is still to be sent, paid or delivered needs its address. */
const OPEN: ReadonlySet<string> = new Set([...OPEN_STATUSES, 'pending', 'shipped']);

/** What staff did stays under their name: that is what the books are for. */
function requireCustomer({ email: address, role }: UserRow): void {
  if (role !== 'admin') return;
  throw new Refusal(
    'transition_forbidden',
    `${address} is staff, and what staff did stays under their name; orders users deactivate ${address} closes the account.`,
  );
}

function requireClosed({ email: address }: UserRow, orders: readonly OrderRow[]): void {
  const open = orders.filter(({ status }) => OPEN.has(status)).map(({ order_number }) => order_number);
  if (open.length === 0) return;
  throw new Refusal(
    'transition_forbidden',
    `${address} has orders that are not over: ${open.slice(0, 5).join(', ')}. Deliver or cancel them first.`,
  );
}
