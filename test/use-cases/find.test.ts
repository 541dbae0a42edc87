/** Whatever is at hand finds its order. */
import { expect } from 'chai';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { searchWords } from '../../src/lib/search-words.ts';
import { findOrders } from '../../src/orders/read/find-orders.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { ADDRESS, useWorld } from '../setup/world.ts';

describe('words that are searched for', () => {
  it('are small letters without accents; O’Brien is one, and so is a house number', () => {
    expect(
      searchWords(["Seán O'Brien", 'O’BRIEN', 'Königsallee 12a', 'Straße', '佐藤 太郎', 'Łódź', null, '—']),
    ).to.deep.equal(['sean', 'obrien', 'konigsallee', '12a', 'strasse', '佐藤', '太郎', 'lodz']);
  });
});

onEveryEngine('an order is found by', (engine) => {
  const world = useWorld(engine);
  let wanted: string;
  beforeEach(async () => {
    await world().product('NOT-05');
    await world().product('MUG');
    await world().app.database.run(
      "UPDATE products SET barcode = '4006381333955', name = 'Notebook' WHERE sku = 'NOT-05'",
    );
    const shipping_address = {
      ...ADDRESS,
      name: 'Seán O’Brien',
      company: 'Müller & Söhne',
      line1: 'Königsallee 12a',
      city: 'Düsseldorf',
      postal_code: '40212',
      phone: '+49 211 998877',
    };
    wanted = (await (await world().customer()).buy('NOT-05', 1, { shipping_address })).order_number;
    await (await world().customer()).buy('MUG');
    await world().work();
  });
  const found = async (text: string) =>
    (await findOrders(world().staff, { text })).orders.map(({ order_number }) => order_number);

  for (const text of [
    'Düsseldorf', 'dusseldorf', '40212', 'Königsallee', 'konigsall', "O'Brien", 'o’brien', 'Muller', 'Königsallee 12a Düsseldorf',
    'Sean Düssel', '998877', '4006381333955', 'not-05', 'NOT', 'notebook',
  ]) // biome-ignore format: a list
    it(text, async () => expect(await found(text)).to.deep.equal([wanted]));

  it('a part of its number', async () => {
    expect(await found(wanted.split('-')[1] as string)).to.deep.equal([wanted]);
    expect(await found((wanted.split('-')[2] as string).toLowerCase())).to.deep.equal([wanted]);
  });

  it('a parcel’s number that has the form of a card’s', async () => {
    await fulfillOrder(world().staff, {
      order: wanted,
      tracking_number: '4006591234510042',
      carrier: 'canadapost',
      force: true,
    });
    expect(await found('4006591234510042')).to.deep.equal([wanted]);
  });

  it('nothing that is not on it', async () => expect(await found('Hamburg')).to.deep.equal([]));

  it('and its address goes to whoever prints labels, formulas made harmless', async () => {
    const { stdout } = await orders(world(), ['admin', 'export', '--for', 'labels', '--bom']);
    expect(stdout.charCodeAt(0)).to.equal(0xfeff);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).to.include('order,name,company,street,street2,postal_code,city');
    expect(lines.find((line) => line.startsWith(wanted))).to.include('Königsallee 12a,,40212,Düsseldorf,,DE');
    const list = await orders(world(), [
      'admin',
      'list',
      '--columns',
      'order,recipient,line1,city,postcode',
      '--format',
      'csv',
    ]);
    expect(list.stdout).to.include(`${wanted},Seán O’Brien,Königsallee 12a,Düsseldorf,40212`);
  });
});
