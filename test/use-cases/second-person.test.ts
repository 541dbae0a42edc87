/** How much money one person may give back alone, and who has to agree to more. */
import { expect } from 'chai';
import { approveRefund } from '../../src/billing/approvals.ts';
import { setRefundLimit } from '../../src/billing/refund-limits.ts';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { cancelOrder } from '../../src/changes/cancel-order.ts';
import type { Context } from '../../src/context.ts';
import { DAY } from '../../src/lib/time.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { closeAccount, reopenAccount } from '../../src/people/change-access.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('money, with a limit for one person', (engine) => {
  const world = useWorld(engine);
  beforeEach(() => setRefundLimit(world().system, { currency: 'EUR', per_order: 500 }));

  it('is refunded by one person up to the limit and with it, and not a cent above', async () => {
    await world().product('MUG', { price: '10.00' });
    const order = (await (await world().customer()).buy('MUG')).id;
    const above = refundOrder(world().staff, { order, amount: 501, reason: 'a dent' });
    expect(await refusalOf(above)).to.include({ code: 'second_person_needed' });
    const after = await refundOrder(world().staff, { order, amount: 500, reason: 'a dent' });
    expect(after.refunded_total).to.equal(500);
  });

  it('is counted together, refunds and cancellations of an order, so that no row of small sums is alone', async () => {
    await world().product('MUG', { price: '4.00', stock: 10 });
    const { id: order } = await (await world().customer()).buy('MUG', 3);
    await refundOrder(world().staff, { order, amount: 300, reason: 'a dent' });
    const again = refundOrder(world().staff, { order, amount: 300, reason: 'a dent' });
    expect(await refusalOf(again)).to.include({ code: 'second_person_needed' });
    expect(await refusalOf(cancelOrder(world().staff, { order }))).to.include({ code: 'second_person_needed' });
    await world().expectClean();
  });

  it('is agreed to by another active member of staff and by nobody else', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    const { id: order } = await ann.buy('MUG');
    const { system, staff } = world();
    const own = await addPerson(system, { email: 'clerk@shop.example', name: 'C', role: 'admin' });
    const gone = await addPerson(system, { email: 'gone@shop.example', name: 'G', role: 'admin' });
    await closeAccount(staff, { email: gone.email });
    for (const approved_by of ['boss', own.email, ann.context.actor.name, gone.email, 'nobody@shop.example']) {
      expect(await refusalOf(cancelOrder(staff, { order, approved_by })), approved_by).to.include({
        code: 'second_person_needed',
      });
    }
    const ben = await addPerson(system, { email: 'ben@shop.example', name: 'B', role: 'admin' });
    expect((await cancelOrder(staff, { order, approved_by: ben.email })).status).to.equal('cancelled');
    await world().expectClean();
  });

  it('is counted over the day of one person, whatever the orders', async () => {
    await setRefundLimit(world().system, { currency: 'EUR', per_order: 500, per_day: 800 });
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    const refund = async (order: string, amount: number, staff = world().staff) =>
      refundOrder(staff, { order, amount, reason: 'a dent' });
    await refund((await ann.buy('MUG')).id, 500);
    const second = (await ann.buy('MUG')).id;
    expect(await refusalOf(refund(second, 301))).to.include({ code: 'second_person_needed' });
    const other = { ...world().staff, actor: { kind: 'staff', name: 'another' } as const };
    await refund(second, 100, other);
    await refund(second, 300);
    world().pass(DAY);
    await refund((await ann.buy('MUG')).id, 500);
  });

  it('has a limit of nothing in a currency that nobody has set one for', async () => {
    await world().product('TEA', { price: '10.00', currency: 'USD' });
    const { id: order } = await (await world().customer()).buy('TEA');
    const refusal = await refusalOf(refundOrder(world().staff, { order, amount: 1, reason: 'a dent' }));
    expect(refusal).to.include({ code: 'second_person_needed' });
  });

  it('is agreed to by a second signed-in call: of a colleague, up to the amount, for a day, once', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const { id: order } = await (await world().customer()).buy('MUG', 2);
    const signedIn = async (name: string): Promise<Context> => {
      const { id, email } = await addPerson(world().system, { email: `${name}@shop.example`, name, role: 'admin' });
      return { ...world().staff, actor: { kind: 'staff', name: email, id } };
    };
    const [clerk, boss] = [await signedIn('clerk'), await signedIn('boss')];
    const refund = (amount: number) =>
      refundOrder(clerk, { order, amount, reason: 'a dent', approved_by: 'boss@shop.example' });
    const needed = { code: 'second_person_needed' };
    expect(await refusalOf(refund(600)), 'a name is no signature').to.include(needed);
    expect(await refusalOf(approveRefund(world().staff, { order, amount: 600 }))).to.include({ code: 'not_allowed' });
    await approveRefund(clerk, { order, amount: 600 });
    expect(await refusalOf(refund(600)), 'their own').to.include(needed);
    await approveRefund(boss, { order, amount: 600 });
    expect(await refusalOf(refund(601)), 'a cent more').to.include(needed);
    expect((await refund(600)).refunded_total).to.equal(600);
    expect(await refusalOf(refund(100)), 'used up').to.include(needed);
    await approveRefund(boss, { order, amount: 200 });
    const onTheLine = { ...world().staff, actor: { kind: 'staff', name: 'boss@shop.example' } as const };
    const own = refundOrder(onTheLine, { order, amount: 200, reason: 'mine' });
    expect(await refusalOf(own), 'their own word, at a terminal').to.include(needed);
    await closeAccount(world().system, { email: 'boss@shop.example' });
    expect(await refusalOf(refund(200)), 'of somebody who has left').to.include(needed);
    await reopenAccount(world().system, { email: 'boss@shop.example' });
    expect(await refusalOf(approveRefund(boss, { order, amount: 999_999 }))).to.include({ code: 'invalid_input' });
    world().pass(DAY);
    expect(await refusalOf(refund(100)), 'too old').to.include(needed);
    await world().work();
    await world().expectClean();
  });

  it('of a customer who cancels needs nobody', async () => {
    await world().product('MUG', { price: '10.00', stock: 10 });
    const ann = await world().customer();
    const { id: order } = await ann.buy('MUG');
    expect((await cancelOrder(ann.context, { order })).status).to.equal('cancelled');
  });
});
