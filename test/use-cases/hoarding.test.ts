/** Nobody empties the shop for nothing: few unpaid orders at a time, and so many units of a product. */
import { expect } from 'chai';
import { replaceCart } from '../../src/carts/replace-cart.ts';
import { setCartItem } from '../../src/carts/set-cart-item.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import { HOUR } from '../../src/lib/time.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('a customer', (engine) => {
  const world = useWorld(engine, { ORDERS_UNITS_PER_PRODUCT: '10', ORDERS_DECLINES_PER_HOUR: '3' });
  beforeEach(() => world().product('MUG', { stock: 100 }));
  const WAITS = { token: 'tok_requires_action' };

  it('has at most two unpaid orders, is told which, and may go on when one has ended', async () => {
    const ann = await world().customer();
    const first = await ann.buy('MUG', 1, WAITS);
    const second = await ann.buy('MUG', 1, WAITS);
    const refused = await refusalOf(ann.buy('MUG', 1, WAITS));
    expect(refused.code).to.equal('too_many_unpaid');
    expect(refused.message).to.include(first.order_number).and.to.include(second.order_number);
    await (await world().customer()).buy('MUG');
    await cancelOrder(ann.context, { order: first.id });
    expect((await ann.buy('MUG')).status).to.equal('confirmed');
    await world().expectClean();
  });

  it('who tries one card after the other has to wait an hour, and then may go on', async () => {
    const ann = await world().customer();
    for (let tried = 0; tried < 3; tried++) {
      expect((await refusalOf(ann.buy('MUG', 1, { token: 'tok_declined' }))).code).to.equal('payment_declined');
    }
    const refusal = await refusalOf(ann.buy('MUG'));
    expect(refusal).to.include({ code: 'too_many_requests' });
    expect(refusal.facts.retry_after).to.equal(3600);
    expect((await (await world().customer()).buy('MUG')).status).to.equal('confirmed');
    world().pass(HOUR);
    expect((await ann.buy('MUG')).status).to.equal('confirmed');
    await world().work();
    await world().expectClean();
  });

  it('has as many paid orders as there are mugs', async () => {
    const ann = await world().customer();
    for (let bought = 0; bought < 4; bought++) expect((await ann.buy('MUG')).status).to.equal('confirmed');
  });

  it('puts no more units of a product into the cart than one order may have, also in two parts', async () => {
    const ann = await world().customer();
    await setCartItem(ann.context, { sku: 'MUG', quantity: 10 });
    const more = setCartItem(ann.context, { sku: 'MUG', quantity: 11 });
    const parts = replaceCart(ann.context, {
      items: [
        { sku: 'MUG', quantity: 6 },
        { sku: 'MUG', quantity: 5 },
      ],
    });
    for (const refused of [more, parts]) {
      expect((await refusalOf(refused)).message).to.match(
        /^(items\.1\.)?quantity must be at most 10 of MUG in one order\.$/,
      );
    }
  });
});
