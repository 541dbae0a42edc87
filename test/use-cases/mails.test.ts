/** Which mail a customer gets for what happened — once — and which they are spared. */
import { expect } from 'chai';
import { refundOrder } from '../../src/billing/refund-order.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { MINUTE, SECOND } from '../../src/lib/time.ts';
import { showMail } from '../../src/messages/show-mail.ts';
import { listMails } from '../../src/notifications/list-mails.ts';
import { allowAddress, listSuppressions, suppressAddress } from '../../src/notifications/suppressions.ts';
import type { SandboxGateway } from '../../src/payments/gateways/sandbox/gateway.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { refusalOf, useWorld } from '../setup/world.ts';

onEveryEngine('a customer', (engine) => {
  const world = useWorld(engine);
  beforeEach(() => world().product('MUG'));
  const subjects = async () => (await world().mails()).map(({ subject = '' }) => subject.replace(/ORD-[\w-]+/, 'N'));

  it('hears of a refund, with its reason', async () => {
    const { id } = await (await world().customer()).buy('MUG');
    await refundOrder(world().staff, { order: id, amount: 250, reason: 'a dent' });
    await world().work();
    expect(await subjects()).to.have.members(['Your order N is confirmed', 'Money back for your order N']);
    const mail = (await world().mails()).find(({ subject }) => subject?.startsWith('Money back'));
    expect(mail?.text).to.include('€2.50').and.include('a dent');
  });

  it('reads mails in the language of the order, else their own, else the shop’s', async () => {
    const ann = await world().customer();
    await ann.buy('MUG', 1, { locale: 'de-AT' });
    await ann.buy('MUG', 1, { locale: 'xx' });
    await world().app.database.run("UPDATE users SET locale = 'de'");
    await ann.buy('MUG');
    await ann.buy('MUG', 1, { locale: 'en-US' });
    await world().work();
    expect(await subjects()).to.have.members([
      'Ihre Bestellung N ist bestätigt',
      'Your order N is confirmed',
      'Ihre Bestellung N ist bestätigt',
      'Your order N is confirmed',
    ]);
    const [mail] = await world().mails();
    expect(mail?.text)
      .to.match(/Gesamtbetrag +17,50\s€/)
      .and.include('Deutschland');
    expect(mail?.html).to.include('lang="de"');
    const refusal = await refusalOf(ann.buy('MUG', 1, { locale: 'no language' }));
    expect(refusal.message).to.include('locale').and.include('must be a language tag');
  });

  it('hears when the parcel is on the van, and when it has arrived, once each', async () => {
    const { id } = await (await world().customer()).buy('MUG');
    await fulfillOrder(world().staff, { order: id, tracking_number: 'SBX123456782' });
    for (let step = 0; step < 12; step++) {
      await world().work();
      world().pass(31 * SECOND);
    }
    expect(await subjects()).to.have.members([
      'Your order N is confirmed',
      'Your order N is on its way',
      'Your order N arrives today',
      'Your order N has been delivered',
    ]);
    await world().expectClean();
  });

  it('is reminded of a payment that waits for approval — but not after approving it', async () => {
    const [slow, quick] = [await world().customer(), await world().customer()];
    const waiting = await slow.buy('MUG', 1, { token: 'tok_requires_action' });
    const approved = await quick.buy('MUG', 1, { token: 'tok_requires_action' });
    const gateway = world().app.gateways.byCode('sandbox') as SandboxGateway;
    await gateway.answerAction(approved.payments[0]?.id as string, true);
    world().pass(6 * SECOND);
    await world().work();
    expect(await subjects()).to.deep.equal(['Your order N is confirmed']);
    world().pass(3 * MINUTE);
    await world().work();
    expect(await subjects()).to.have.members([
      'Your order N is confirmed',
      'Please approve the payment of your order N',
    ]);
    const mail = (await world().mails()).find(({ subject }) => subject?.startsWith('Please'));
    expect(mail?.text).to.include(waiting.payments[0]?.next_action?.url);
    await world().expectClean();
  });

  it('is spared all mail when the address gets none: logged, not sent, not owed', async () => {
    const ann = await world().customer();
    const address = ann.context.actor.name.toUpperCase();
    await suppressAddress(world().staff, { address, reason: 'mailbox is closed' });
    await suppressAddress(world().staff, { address, reason: 'again' });
    await ann.buy('MUG');
    await world().work();
    expect(await world().mails()).to.deep.equal([]);
    const [logged] = await listMails(world().staff, {});
    expect(logged).to.include({ status: 'suppressed', sent_at: null });
    const shown = await showMail(world().staff, { id: logged?.id as string });
    expect(shown.text).to.include('THANK YOU FOR YOUR ORDER').and.include(shown.order_number);
    expect((await listSuppressions(world().staff, {}))[0]).to.include({ reason: 'mailbox is closed' });
    await world().expectClean();
    await allowAddress(world().staff, { address });
    expect((await refusalOf(allowAddress(world().staff, { address }))).code).to.equal('not_found');
    await ann.buy('MUG');
    await world().work();
    expect(await world().mails()).to.have.length(1);
  });
});
