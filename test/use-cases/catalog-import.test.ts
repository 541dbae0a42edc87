/** A price list knows prices; the shelf is counted where it stands. */
import { expect } from 'chai';
import { listProducts } from '../../src/catalog/list-products.ts';
import { restoreProduct, retireProduct } from '../../src/catalog/retire-product.ts';
import { readCatalogFile } from '../../src/imports/catalog-file.ts';
import { importCatalog } from '../../src/imports/import-catalog.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('importing a catalogue', (engine) => {
  const world = useWorld(engine);
  const full = {
    sku: 'MUG',
    name: 'Mug',
    price: '12.50',
    currency: 'EUR',
    stock: '10',
    barcode: '4006381333931',
    bin: 'A-1',
    weight_g: '300',
  };
  const load = (rows: Record<string, string>[], more = {}) => importCatalog(world().staff, { rows, ...more });
  const product = async () => (await listProducts(world().staff, {}))[0];

  it('leaves the stock of known products alone, unless it is asked for', async () => {
    await load([full]);
    await (await world().customer()).buy('MUG', 3);
    await load([{ ...full, price: '13.00', stock: '500' }]);
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 10, reserved: 3 });
    await load([{ ...full, stock: '500' }], { set_stock: true });
    expect(await world().stockOf('MUG')).to.deep.equal({ on_hand: 500, reserved: 3 });
    await world().expectClean();
  });

  it('leaves fields alone whose column is not there, and empties those that are blank', async () => {
    await load([full]);
    await load([{ sku: 'MUG', price: '13.00' }]);
    expect(await product()).to.include({
      price: 1300,
      name: 'Mug',
      barcode: '4006381333931',
      bin: 'A-1',
      weight_g: 300,
    });
    await load([{ sku: 'MUG', bin: '' }]);
    expect(await product()).to.include({ price: 1300, bin: null, barcode: '4006381333931' });
  });

  it('shows every change, old and new, before it is made', async () => {
    await load([full]);
    const rows = [{ ...full, price: '13.00', bin: 'B-2', stock: '7' }];
    const planned = await load(rows, { dry_run: true, set_stock: true });
    expect(planned.changes).to.deep.equal([
      { sku: 'MUG', field: 'price', from: '12.50', to: '13.00' },
      { sku: 'MUG', field: 'bin', from: 'A-1', to: 'B-2' },
      { sku: 'MUG', field: 'stock', from: '10', to: '7' },
    ]);
    expect(await product()).to.include({ price: 1250, bin: 'A-1', on_hand: 10 });
  });

  it('of many rows writes all the good ones or none, and says which are not', async () => {
    const rows = Array.from({ length: 450 }, (_, n) => ({ ...full, sku: `P${n}`, barcode: '' }));
    await load(rows);
    await (await world().customer()).buy('P300', 4);
    const lower = rows.map((row) => ({ ...row, stock: '2' }));
    const { failed, changed } = await load(lower, { set_stock: true });
    expect(failed.map(({ line, sku }) => [line, sku])).to.deep.equal([[302, 'P300']]);
    expect(changed).to.equal(449);
    expect(await world().stockOf('P300')).to.deep.equal({ on_hand: 10, reserved: 4 });
    await world().expectClean();
  });

  it('leaves out, with its line, the row that has a cell too many or a text that cannot be taken, and takes the others', async () => {
    const file = readCatalogFile(
      Buffer.from(
        'sku,price,currency,name,stock\nA,13,50,EUR,Mug,1\nB,5.00,EUR,b\u001bx,1\n4006591234510042,1,EUR,x,1\nD,5.00,EUR,Tea,x\nE,5.00,EUR,Tea,3,,\n',
      ),
      'x.csv',
    );
    const { failed, added } = await importCatalog(world().system, {
      rows: file.rows.map(({ fields }) => fields as Record<string, string>),
      lines: file.rows.map(({ line }) => line),
      rejected: [...file.rejected],
    });
    expect(added).to.equal(1);
    expect(failed.map(({ line, detail }) => `${line} ${detail}`).join('\n'))
      .to.match(/2 has 6 cells under 5 headings/)
      .and.match(/3 name .*control/)
      .and.match(/4 sku looks like a card number/)
      .and.match(/5 stock "x" must be a whole number/);
  });

  it('names numbers that a spreadsheet has shortened', async () => {
    const { failed } = await load([full, { ...full, sku: 'TEA', barcode: '4.00638E+12' }, { ...full, sku: '1,2E+5' }]);
    expect(failed.map(({ detail }) => detail).join()).to.match(
      /barcode was shortened by a spreadsheet.*sku was shortened/,
    );
  });

  it('takes back what catalog list has printed, and changes nothing', async () => {
    await load([full, { ...full, sku: '=1+2', name: 'A;=1+2, "quoted"', currency: 'JPY', price: '500', bin: '' }]);
    const printed = await orders(world(), 'catalog list --format csv');
    const { rows } = readCatalogFile(Buffer.from(printed.stdout), 'products.csv');
    const again = await load(
      rows.map(({ fields }) => fields as Record<string, string>),
      { set_stock: true },
    );
    expect(again).to.deep.include({ added: 0, changed: 0, unchanged: 2, failed: [], changes: [] });
  });

  it('does not bring back what was retired', async () => {
    await load([full]);
    const ann = await world().customer();
    await ann.put('MUG');
    await retireProduct(world().staff, { sku: 'MUG' });
    await load([{ ...full, price: '13.00' }]);
    expect((await refusalOf(ann.checkout())).code).to.equal('out_of_stock');
    await restoreProduct(world().staff, { sku: 'MUG' });
    expect((await product())?.active).to.equal(true);
  });
});
