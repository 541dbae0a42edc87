/** What staff are told of without asking: each fact once for as long as it is so, and at most one mail of a kind in an hour. */
import { expect } from 'chai';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { setStock } from '../../src/inventory/set-stock.ts';
import { DAY, HOUR, SECOND } from '../../src/lib/time.ts';
import { alertStaff } from '../../src/messages/alert-staff.ts';
import { resendMail } from '../../src/messages/resend-mail.ts';
import { showMail } from '../../src/messages/show-mail.ts';
import { listMails } from '../../src/notifications/list-mails.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

onEveryEngine('staff', (engine) => {
  const world = useWorld(engine, { ORDERS_STAFF_MAIL: 'anna@shop.test, ben@shop.test', ORDERS_LOW_STOCK_UNITS: '2' });
  const told = async () => (await alertStaff(world().system, {})).told;
  const mailsTo = async (address: string) => {
    await world().work();
    const mails = await world().mails();
    return mails.filter(({ to }) => JSON.stringify(to).includes(address));
  };

  it('hear of what is running out, once, and again when it runs out again', async () => {
    await world().product('MUG', { stock: 3 });
    await world().product('PEN', { stock: 100 });
    expect(await told()).to.equal(0);
    await (await world().customer()).buy('MUG');
    expect([await told(), await told()]).to.deep.equal([1, 0]);
    for (const address of ['anna@shop.test', 'ben@shop.test']) {
      const [mail, ...more] = await mailsTo(address);
      expect(more).to.deep.equal([]);
      expect(mail?.subject).to.equal('1 product is running out');
      expect(mail?.text)
        .to.match(/MUG Product MUG +2 left/)
        .and.include('orders catalog stock SKU');
      expect(mail?.text).to.not.include('PEN');
    }
    await setStock(world().staff, { sku: 'MUG', add: 10 });
    expect(await told()).to.equal(0);
    await setStock(world().staff, { sku: 'MUG', set: 2 });
    world().pass(HOUR);
    expect(await told()).to.equal(1);
    expect(await mailsTo('anna@shop.test')).to.have.length(2);
  });

  it('get one mail of a kind in an hour, which leaves nothing out', async () => {
    await world().product('MUG', { stock: 1 });
    expect(await told()).to.equal(1);
    await world().product('PEN', { stock: 0 });
    expect(await told()).to.equal(0);
    world().pass(HOUR);
    expect([await told(), await told()]).to.deep.equal([1, 0]);
    const mails = await mailsTo('anna@shop.test');
    expect(mails.map(({ subject }) => subject)).to.include('2 products are running out');
    expect(mails).to.have.length(2);
  });

  it('are told once when two workers look at the same moment', async () => {
    await world().product('MUG', { stock: 1 });
    const both = await Promise.all([told(), told()]);
    expect(both.reduce((sum, count) => sum + count, 0)).to.equal(1);
    expect(await mailsTo('anna@shop.test')).to.have.length(1);
  });

  it('hear of orders that are late, held ones too, and not of those that shipped', async () => {
    await world().product('MUG', { stock: 50 });
    const ann = await world().customer('Ann <b>Example</b>');
    const [late, held, shipped] = [await ann.buy('MUG'), await ann.buy('MUG'), await ann.buy('MUG')];
    await holdOrder(world().staff, { order: held.id, reason: 'looks odd' });
    await fulfillOrder(world().staff, { order: shipped.id, tracking_number: 'SBX123456782' });
    expect(await told()).to.equal(0);
    world().pass(3 * DAY);
    await told();
    const mail = (await mailsTo('anna@shop.test')).find(({ subject }) => subject === '2 orders are late');
    expect(mail?.text).to.include(late.order_number).and.include(`${held.order_number} Ann <b>Example</b>, on hold`);
    expect(mail?.text).to.not.include(shipped.order_number);
    expect(mail?.html).to.not.include('<b>Example');
  });

  it('hear of parcels that nobody has scanned, and of what was given up', async () => {
    await world().product('MUG', { stock: 50 });
    const { id, order_number } = await (await world().customer()).buy('MUG');
    await world().work();
    await fulfillOrder(world().staff, { order: id, tracking_number: 'SBX123456782', carrier: 'sandbox' });
    const { database } = world().app;
    await database.run("UPDATE shipments SET next_poll_at = '2999-01-01 00:00:00.000'");
    await database.run(
      "UPDATE outbox SET dead_at = created_at, due_at = NULL, last_error = '550 no mailbox' WHERE due_at IS NOT NULL",
    );
    world().pass(2 * DAY + SECOND);
    expect(await told()).to.equal(2);
    const texts = (await mailsTo('ben@shop.test')).map(({ subject, text }) => `${subject}: ${text}`).join('\n');
    expect(texts).to.match(/1 parcel is in trouble:[\s\S]*No scan since it was shipped/);
    expect(texts).to.match(new RegExp(`1 mail or job was given up:[\\s\\S]*send-mail ${order_number} +550 no mailbox`));
  });

  it('find their mails in the log, and can have one again', async () => {
    await world().product('MUG', { stock: 1 });
    await told();
    await world().work();
    const [mail] = await listMails(world().staff, { recipient: 'anna@shop.test' });
    expect(mail).to.include({ template: 'low-stock', status: 'sent', order_id: null });
    const shown = await showMail(world().staff, { id: mail?.id as string });
    expect(shown.text).to.include('1 left');
    await resendMail(world().staff, { id: mail?.id as string });
    expect(await mailsTo('anna@shop.test')).to.have.length(2);
    expect(await mailsTo('ben@shop.test')).to.have.length(1);
    await setStock(world().staff, { sku: 'MUG', add: 10 });
    expect((await showMail(world().staff, { id: mail?.id as string })).text).to.match(/^Nothing of this/);
  });

  it('get no mail about what is over when it would leave', async () => {
    await world().product('MUG', { stock: 1 });
    await told();
    await setStock(world().staff, { sku: 'MUG', add: 10 });
    expect(await mailsTo('anna@shop.test')).to.deep.equal([]);
    await world().expectClean();
  });
});

onEveryEngine('staff without an address', (engine) => {
  const world = useWorld(engine);

  it('are told in the log alone', async () => {
    await world().product('MUG', { stock: 1 });
    const said: unknown[] = [];
    const log = { ...world().system.log, warn: (facts: object, message?: string) => said.push([facts, message]) };
    expect((await alertStaff({ ...world().system, log }, {})).told).to.equal(1);
    expect(said).to.deep.equal([[{ alert: 'low-stock', facts: ['MUG Product MUG'] }, '1 product is running out']]);
    expect(await world().count('outbox')).to.equal(0);
  });
});
