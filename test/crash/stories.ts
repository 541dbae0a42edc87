/** What happens in a shop while a process dies: each story is told by clients that repeat what was not answered. */
import { expect } from 'chai';
import { alertStaff } from '../../src/messages/alert-staff.ts';
import { checkoutBody } from '../setup/api.ts';
import { moneyHeld, type Shop } from './shop.ts';

export interface Story {
  /** Lives it, and fails unless it ended as it should. */
  tell(shop: Shop): Promise<void>;
  /** What each mail's subject says that is owed at the end. */
  readonly mails: readonly RegExp[];
}

const TOTAL = 1500;
const TRACKING = 'SBX123456782';
const CONFIRMED = /confirmed/;

/**
 * Buys one mug; a customer who is told, at once or later, that nothing was taken because the gateway was never asked in
 * time, tries again. Returns the order's path.
 */
async function buy(shop: Shop, token = 'tok_ok', key = 'first'): Promise<string> {
  const { customer, until } = shop;
  await customer('PUT', '/cart/items/MUG', { quantity: 1 });
  const answer = await customer('POST', '/orders/checkout', checkoutBody(token), { 'idempotency-key': key });
  if (answer.status === 402) {
    expect(answer.body.decline_code).to.equal('never_charged');
    return buy(shop, token, `${key} again`);
  }
  expect(answer.status, answer.text).to.be.oneOf([201, 202]);
  const path = `/orders/${answer.body.id}`;
  await until('the order to be confirmed', async () => (await customer('GET', path)).body.status !== 'pending');
  const { body: order } = await customer('GET', path);
  if (order.status === 'failed' && order.payments[0].decline_code === 'never_charged') {
    return buy(shop, token, `${key} again`);
  }
  expect(order.status).to.be.oneOf(['confirmed', 'processing']);
  return path;
}

async function expectPaidOnce({ world }: Shop, amount = TOTAL): Promise<void> {
  const held = await moneyHeld(world);
  expect(held.map((charge) => charge.amount)).to.deep.equal([amount]);
}

const expectStock = async ({ world }: Shop, on_hand: number, reserved: number): Promise<void> => {
  expect(await world.stockOf('MUG')).to.deep.equal({ on_hand, reserved });
};

const checkoutWith = (token: string): Story => ({
  mails: [CONFIRMED],
  async tell(shop) {
    await buy(shop, token);
    await shop.settle();
    await expectPaidOnce(shop);
    await expectStock(shop, 5, 1);
  },
});

const cancelled = (payment_status: string, refunded_total: number): Story => ({
  mails: [CONFIRMED, /cancelled/],
  async tell(shop) {
    const path = await buy(shop);
    const answer = await shop.customer('PUT', `${path}/cancel`, { reason: 'changed my mind' });
    expect(answer.status, answer.text).to.equal(200);
    await shop.settle();
    const { body: order } = await shop.customer('GET', path);
    expect(order).to.include({ status: 'cancelled', payment_status, refunded_total });
    expect(await moneyHeld(shop.world)).to.deep.equal([]);
    await expectStock(shop, 5, 0);
  },
});

const refund: Story = {
  mails: [CONFIRMED],
  async tell(shop) {
    const path = (await buy(shop)).replace('/orders/', '/orders/admin/');
    // Whoever gets no answer looks before asking again: a refund asked for twice is given twice.
    const refunds = async () => (await shop.clerk('GET', path)).body.refunds.length;
    while ((await refunds()) === 0) {
      await shop.clerkOnce('POST', `${path}/refund`, { amount: 400, reason: 'a dent' });
    }
    await shop.settle();
    const { body: order } = await shop.clerk('GET', path);
    expect(order.refunds.map(({ status }: { status: string }) => status)).to.deep.equal(['succeeded']);
    await expectPaidOnce(shop, TOTAL - 400);
  },
};

/** A colleague's word, given before anybody asks: it stands in the timeline, once or, asked for again, twice. */
const agree: Story = {
  mails: [CONFIRMED],
  async tell(shop) {
    const path = (await buy(shop)).replace('/orders/', '/orders/admin/');
    const answer = await shop.clerk('POST', `${path}/approvals`, { amount: 400 });
    expect(answer.status, answer.text).to.equal(201);
    await shop.settle();
    const { body: order } = await shop.clerk('GET', path);
    const agreed = order.timeline.filter(({ kind }: { kind: string }) => kind === 'refund.approved');
    expect(agreed.length).to.be.within(1, 2);
    await expectPaidOnce(shop);
  },
};

async function ship(shop: Shop): Promise<string> {
  const path = await buy(shop);
  const order = path.replace('/orders/', '/orders/admin/');
  const answer = await shop.clerk('POST', `${order}/fulfill`, { tracking_number: TRACKING });
  // The first request may have done it and died before it could say so.
  expect(answer.status, answer.text).to.be.oneOf([201, 409]);
  return path;
}

const delivered = async (shop: Shop): Promise<void> => {
  const path = await ship(shop);
  await shop.until('the parcel to arrive', async () => (await shop.customer('GET', path)).body.status === 'delivered');
  await shop.settle();
  const { body: order } = await shop.customer('GET', path);
  expect(order).to.include({ status: 'delivered', payment_status: 'paid' });
  expect(order.shipments).to.have.length(1);
  await expectPaidOnce(shop);
  await expectStock(shop, 4, 0);
};

const alerted: Story = {
  mails: [/^1 product is running out$/],
  async tell(shop) {
    await shop.settle();
    // The worker looks again in five minutes; whoever does not wait runs the job by hand.
    await alertStaff(shop.world.system, {});
    await shop.until('staff to be told', async () => (await shop.world.mails()).length > 0);
    await shop.settle();
  },
};

export const STORIES = {
  agree,
  checkout: checkoutWith('tok_ok'),
  'checkout without an answer from the gateway': checkoutWith('tok_lost_response'),
  cancel: cancelled('refunded', TOTAL),
  /** Money that was set aside and never taken. */
  void: cancelled('voided', 0),
  refund,
  alert: alerted,
  fulfill: { mails: [CONFIRMED, /on its way/, /delivered/], tell: delivered },
} satisfies Record<string, Story>;
