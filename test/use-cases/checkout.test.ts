import { expect } from 'chai';
import { getCart } from '../../src/carts/get-cart.ts';
import { quoteCart } from '../../src/checkout/quote-cart.ts';
import { importCatalog } from '../../src/imports/import-catalog.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { setShippingRate, setTaxRate } from '../../src/rates/set-rates.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('checkout', (engine) => {
  const world = useWorld(engine);

  it('turns the cart into a confirmed, paid order, holds its stock and empties the cart', async () => {
    await world().product('MUG', { price: '12.50', stock: 10 });
    const ann = await world().customer();
    await ann.put('MUG', 2);
    const { outcome, order } = await ann.checkout();
    expect(outcome).to.equal('confirmed');
    expect(order).to.include({
      status: 'confirmed',
      payment_status: 'paid',
      subtotal: 2500,
      shipping_total: 500,
      total: 3000,
    });
    expect(order.timeline.map(({ kind }) => kind)).to.deep.equal([
      'order.placed',
      'payment.captured',
      'order.confirmed',
    ]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 2 });
    expect((await getCart(ann.context, {})).items).to.deep.equal([]);
    await world().work();
    expect((await world().mails()).map(({ subject }) => subject)).to.deep.equal([
      `Your order ${order.order_number} is confirmed`,
    ]);
    expect((await getOrder(ann.context, { order: order.id })).status).to.equal('processing');
    await world().expectClean();
  });

  it('answers the same key with the same answer and takes nothing twice', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    const first = await ann.checkout({ key: 'k' });
    const second = await ann.checkout({ key: 'k' });
    expect(JSON.stringify(second)).to.equal(JSON.stringify(first));
    expect(await world().count('orders')).to.equal(1);
    expect(await world().count('payments')).to.equal(1);
    await world().expectClean();
  });

  it('refuses a key that was used for another body', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    await ann.checkout({ key: 'k' });
    expect(await refusalOf(ann.checkout({ key: 'k', expected_total: 1 }))).to.include({ code: 'key_reused' });
  });

  it('answers a refusal under a key the same again, even when the reason has gone', async () => {
    await world().product('MUG', { stock: 1 });
    const ann = await world().customer();
    await ann.put('MUG', 2);
    const first = await refusalOf(ann.checkout({ key: 'k' }));
    await world().product('MUG', { stock: 5 });
    expect(await refusalOf(ann.checkout({ key: 'k' }))).to.deep.equal(first);
    expect((await ann.checkout({ key: 'another' })).outcome).to.equal('confirmed');
  });

  it('lets a key go after 24 hours', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    await ann.checkout({ key: 'k' });
    world().pass(25 * 3_600_000);
    expect((await refusalOf(ann.checkout({ key: 'k' }))).code).to.equal('cart_empty');
  });

  it('refuses an empty cart', async () => {
    const ann = await world().customer();
    expect(await refusalOf(ann.checkout())).to.include({ code: 'cart_empty' });
  });

  it('refuses more than there is, names what is left, and changes nothing', async () => {
    await world().product('MUG', { stock: 3 });
    const ann = await world().customer();
    await ann.put('MUG', 4);
    const refusal = await refusalOf(ann.checkout());
    expect(refusal.code).to.equal('out_of_stock');
    expect(refusal.facts.lines).to.deep.equal([{ sku: 'MUG', asked: 4, available: 3 }]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 3, reserved: 0 });
    expect(await world().count('orders')).to.equal(0);
    expect(await world().count('payments')).to.equal(0);
    expect(await world().count('outbox')).to.equal(0);
    await world().expectClean();
  });

  it('takes all lines or none', async () => {
    await world().product('MUG', { stock: 5 });
    await world().product('TEA', { stock: 1 });
    const ann = await world().customer();
    await ann.put('MUG', 2);
    await ann.put('TEA', 2);
    expect((await refusalOf(ann.checkout())).code).to.equal('out_of_stock');
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 5, reserved: 0 });
    await world().expectClean();
  });

  it('refuses a price the customer has not seen, and takes it once the cart was looked at', async () => {
    await world().product('MUG', { price: '12.50' });
    const ann = await world().customer();
    await ann.put('MUG');
    await importCatalog(world().system, {
      rows: [{ sku: 'MUG', name: 'Product MUG', price: '13.00', currency: 'EUR' }],
    });
    const refusal = await refusalOf(ann.checkout());
    expect(refusal.code).to.equal('price_changed');
    expect(refusal.facts.lines).to.deep.equal([{ sku: 'MUG', old: 1250, new: 1300 }]);
    expect(await world().count('orders')).to.equal(0);
    await getCart(ann.context, {});
    expect((await ann.checkout()).order.subtotal).to.equal(1300);
  });

  it('refuses the same figure in another currency, seen or expected', async () => {
    await world().product('MUG', { price: '5.00', currency: 'USD' });
    const ann = await world().customer();
    await ann.put('MUG');
    await importCatalog(world().system, {
      rows: [{ sku: 'MUG', name: 'Product MUG', price: '5.00', currency: 'EUR' }],
    });
    const refusal = await refusalOf(ann.checkout());
    expect(refusal.code).to.equal('price_changed');
    expect(refusal.message).to.match(/now costs €5\.00 instead of \$5\.00/);
    const seen = { sku: 'MUG', old: 500, new: 500, old_currency: 'USD', new_currency: 'EUR' };
    expect(refusal.facts.lines).to.deep.equal([seen]);
    expect((await getCart(ann.context, {})).items[0]).to.include({ previous_price: 500, previous_currency: 'USD' });
    const expected = { expected_total: 1000, expected_currency: 'USD' };
    expect(await refusalOf(ann.checkout(expected))).to.include({ code: 'price_changed' });
    expect((await ann.checkout({ ...expected, expected_currency: 'EUR' })).order.total).to.equal(1000);
  });

  it('ships at a rate of the currency of the order and at no other, flat or not', async () => {
    await world().product('YEN', { price: '500', currency: 'JPY' });
    await world().product('USD', { price: '5.00', currency: 'USD' });
    const ann = await world().customer();
    await ann.put('YEN');
    const refusal = await refusalOf(ann.checkout());
    expect(refusal.code).to.equal('no_shipping_method');
    expect(refusal.message).to.include('orders rates shipping standard DE AMOUNT JPY');
    const bob = await world().customer();
    expect((await bob.buy('USD')).shipping_total).to.equal(500);
    await setShippingRate(world().system, { method: 'standard', country: 'DE', currency: 'EUR', amount: 490 });
    await bob.put('USD');
    expect((await refusalOf(bob.checkout())).code).to.equal('no_shipping_method');
  });

  it('is quoted before anybody pays: with tax, and each way to the country by what it comes to', async () => {
    await world().product('MUG', { price: '10.00' });
    const ann = await world().customer();
    expect((await refusalOf(quoteCart(ann.context, { country: 'DE' }))).code).to.equal('cart_empty');
    await ann.put('MUG', 2);
    await setTaxRate(world().staff, { country: 'DE', rate_ppm: 190_000 });
    for (const [method, country, amount] of [
      ['express', '*', 2900],
      ['standard', '*', 1500],
      ['standard', 'DE', 490],
    ] as const) {
      await setShippingRate(world().system, { method, country, currency: 'EUR', amount });
    }
    const quote = await quoteCart(ann.context, { country: 'DE' });
    expect(quote).to.deep.equal({
      ...{ currency: 'EUR', subtotal: 2000, tax_total: 380 },
      shipping_methods: [
        { code: 'standard', amount: 490, total: 2870 },
        { code: 'express', amount: 2900, total: 5280 },
      ],
    });
    const { order } = await ann.checkout({ expected_total: 5280, shipping_method: 'express' });
    expect(order.total).to.equal(5280);
  });

  it('refuses a total that is not what the customer expects', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    const refusal = await refusalOf(ann.checkout({ expected_total: 1 }));
    expect(refusal).to.include({ code: 'price_changed' });
    expect(refusal.facts.total).to.deep.equal({ old: 1, new: 1750 });
    expect((await ann.checkout({ expected_total: 1750 })).outcome).to.equal('confirmed');
  });

  it('charges tax and shipping from the rate tables', async () => {
    await world().product('MUG', { price: '9.99' });
    await setTaxRate(world().staff, { country: 'DE', rate_ppm: 190_000 });
    await setShippingRate(world().staff, { method: 'standard', country: 'DE', currency: 'EUR', amount: 490 });
    await setShippingRate(world().staff, { method: 'express', country: '*', currency: 'EUR', amount: 1990 });
    const ann = await world().customer();
    const order = await ann.buy('MUG', 3);
    expect(order).to.include({ subtotal: 2997, tax_total: 569, shipping_total: 490, total: 4056 });
    await ann.put('MUG');
    expect(await refusalOf(ann.checkout({ shipping_method: 'overnight' }))).to.include({ code: 'no_shipping_method' });
    expect((await ann.checkout({ shipping_method: 'express' })).order.shipping_total).to.equal(1990);
    await world().expectClean();
  });

  it('undoes everything when the payment is declined, and lets the customer try again', async () => {
    await world().product('MUG', { stock: 2 });
    const ann = await world().customer();
    await ann.put('MUG', 2);
    const refusal = await refusalOf(ann.checkout({ token: 'tok_insufficient_funds', key: 'k' }));
    expect(refusal).to.include({ code: 'payment_declined' });
    expect(refusal.facts).to.deep.equal({ decline_code: 'insufficient_funds' });
    expect(await refusalOf(ann.checkout({ token: 'tok_insufficient_funds', key: 'k' }))).to.deep.equal(refusal);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 2, reserved: 0 });
    expect((await ann.checkout()).outcome).to.equal('confirmed');
    await world().work();
    expect((await world().mails()).map(({ subject }) => subject?.split(' ').at(-1))).to.deep.equal(['confirmed']);
    await world().expectClean();
  });

  it('refuses card numbers anywhere, with nothing written', async () => {
    await world().product('MUG');
    const ann = await world().customer();
    await ann.put('MUG');
    expect(await refusalOf(ann.checkout({ token: '4111 1111 1111 1111' }))).to.include({ code: 'card_number_refused' });
    expect(await world().count('orders')).to.equal(0);
  });

  it('keeps what the customer put into the cart while paying', async () => {
    await world().product('MUG');
    await world().product('TEA');
    const ann = await world().customer();
    await ann.put('MUG', 1);
    const paying = ann.checkout({ token: 'tok_slow' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await ann.put('TEA', 1);
    await ann.put('MUG', 3);
    await paying;
    const cart = await getCart(ann.context, {});
    expect(cart.items.map(({ sku, quantity }) => [sku, quantity])).to.have.deep.members([
      ['TEA', 1],
      ['MUG', 2],
    ]);
    await world().expectClean();
  });
});
