import { expect } from 'chai';
import { dropCartItem } from '../../src/carts/drop-cart-item.ts';
import { emptyCart } from '../../src/carts/empty-cart.ts';
import { getCart } from '../../src/carts/get-cart.ts';
import { replaceCart } from '../../src/carts/replace-cart.ts';
import { setCartItem } from '../../src/carts/set-cart-item.ts';
import { importCatalog } from '../../src/imports/import-catalog.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('the cart', (engine) => {
  const world = useWorld(engine);

  it('holds products with the prices of today', async () => {
    await world().product('MUG', { price: '10.00' });
    await world().product('TEA', { price: '2.50' });
    const { context } = await world().customer();
    await setCartItem(context, { sku: 'MUG', quantity: 2 });
    const cart = await setCartItem(context, { sku: 'TEA', quantity: 1 });
    expect(cart.items.map(({ sku, quantity }) => [sku, quantity])).to.deep.equal([
      ['MUG', 2],
      ['TEA', 1],
    ]);
    expect(cart).to.include({ subtotal: 2250, currency: 'EUR' });
    const fewer = await dropCartItem(context, { sku: 'MUG' });
    expect(fewer.items.map(({ sku }) => sku)).to.deep.equal(['TEA']);
    expect((await emptyCart(context, {})).items).to.deep.equal([]);
  });

  it('is replaced as a whole, or not at all', async () => {
    await world().product('MUG');
    const { context } = await world().customer();
    await replaceCart(context, { items: [{ sku: 'MUG', quantity: 1 }] });
    const wrong = replaceCart(context, {
      items: [
        { sku: 'MUG', quantity: 5 },
        { sku: 'NOPE', quantity: 1 },
      ],
    });
    expect(await refusalOf(wrong)).to.include({ code: 'product_not_found' });
    expect((await getCart(context, {})).items[0]?.quantity).to.equal(1);
  });

  it('refuses what cannot be bought', async () => {
    await world().product('MUG');
    await world().product('YEN', { currency: 'JPY', price: '100' });
    const { context } = await world().customer();
    await setCartItem(context, { sku: 'MUG', quantity: 1 });
    expect(await refusalOf(setCartItem(context, { sku: 'NOPE', quantity: 1 }))).to.include({
      code: 'product_not_found',
    });
    expect(await refusalOf(setCartItem(context, { sku: 'YEN', quantity: 1 }))).to.include({ code: 'currency_mixed' });
    expect(await refusalOf(setCartItem(context, { sku: 'MUG', quantity: -1 }))).to.include({ code: 'invalid_input' });
    expect(await refusalOf(setCartItem(context, { sku: 'MUG', quantity: 1.5 }))).to.include({ code: 'invalid_input' });
    expect(await refusalOf(dropCartItem(context, { sku: 'TEA' }))).to.include({ code: 'not_in_cart' });
  });

  it('is made once, however many first requests come together', async () => {
    await world().product('MUG');
    await world().product('TEA');
    const { context } = await world().customer();
    await Promise.all([
      setCartItem(context, { sku: 'MUG', quantity: 1 }),
      setCartItem(context, { sku: 'TEA', quantity: 1 }),
    ]);
    expect((await getCart(context, {})).items).to.have.length(2);
    expect(await world().count('carts')).to.equal(1);
  });
});

onEveryEngine('the catalogue', (engine) => {
  const world = useWorld(engine);
  const row = (more: object = {}) => ({
    sku: 'MUG',
    name: 'Mug',
    price: '12.50',
    currency: 'EUR',
    stock: '5',
    ...more,
  });

  it('is read again without harm: counts what was added, changed and left as it was', async () => {
    const rows = [
      row(),
      row({ sku: 'KET', price: '1.299,00', barcode: '4006381333955', bin: 'B-07', weight_g: '1900' }),
    ];
    expect(await importCatalog(world().staff, { rows })).to.include({ added: 2, changed: 0, unchanged: 0 });
    expect(await importCatalog(world().staff, { rows })).to.include({ added: 0, changed: 0, unchanged: 2 });
    const changed = await importCatalog(world().staff, {
      rows: [row({ price: '13' }), rows[1] as Record<string, string>],
    });
    expect(changed).to.include({ added: 0, changed: 1, unchanged: 1 });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 5, reserved: 0 });
    await world().expectClean();
  });

  it('with wrong rows takes the good ones, and names the others by their lines', async () => {
    const rows = [row(), row({ sku: 'TEA', price: 'cheap' }), row({ sku: '', currency: 'XXY' }), row()];
    const { added, failed } = await importCatalog(world().staff, { rows });
    expect(added).to.equal(1);
    expect(failed.map(({ line }) => line)).to.deep.equal([3, 4, 5]);
    expect(failed.map(({ detail }) => detail).join())
      .to.match(/cheap/)
      .and.to.match(/sku is missing/)
      .and.to.match(/line 2 already/);
  });

  it('without one good row is refused, and names the lines', async () => {
    const refusal = await refusalOf(importCatalog(world().staff, { rows: [row({ price: 'cheap' })] }));
    expect(refusal).to.include({ code: 'file_unreadable' });
    expect(refusal.message).to.match(/line 2/);
  });

  it('never sets the stock below what is reserved', async () => {
    await importCatalog(world().staff, { rows: [row()] });
    await (await world().customer()).buy('MUG', 3);
    const rows = [row({ stock: '2' })];
    const refusal = await refusalOf(importCatalog(world().staff, { rows, set_stock: true }));
    expect(refusal.message).to.match(/reserved/);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 5, reserved: 3 });
  });
});
