/** What every gateway promises. A new one is tested as soon as it is listed, by its fixtures. */
import { expect } from 'chai';
import { newId } from '../../src/lib/ids.ts';
import type { ChargeRequest, Gateway } from '../../src/payments/gateway.ts';
import type { GatewayFixtures } from '../../src/payments/gateway-fixtures.ts';
import { GATEWAYS } from '../../src/payments/gateways/index.ts';
import { openGateways } from '../../src/payments/open-gateways.ts';
import { insideTransaction } from '../../src/platform/transaction-scope.ts';
import { scratchFolder } from '../setup/engines.ts';

for (const plugin of GATEWAYS) {
  const { code } = plugin;
  describe(`the gateway ${code}`, () => {
    let fixtures: GatewayFixtures;
    let gateway: Gateway & { close(): void };
    const world = () => ({ dataDir: scratchFolder(), publicUrl: 'http://shop.test', now: Date.now });
    before(async () => {
      ({ fixtures } = await import(`../../src/payments/gateways/${code}/fixtures.ts`));
    });
    beforeEach(() => {
      gateway = plugin.open(fixtures.values, world());
    });
    afterEach(() => gateway.close());
    const request = (more: Partial<ChargeRequest> = {}): ChargeRequest => ({
      key: newId('pay'),
      amount: 1500,
      currency: fixtures.currency,
      token: fixtures.taken,
      capture: true,
      reference: 'ORD-TEST',
      ...more,
    });
    const booked = async () => {
      const entries = [];
      for await (const entry of gateway.ledger?.() ?? []) entries.push(entry);
      return entries;
    };

    it('goes by the code it is listed under, and names its methods', () => {
      expect(gateway.code).to.equal(code);
      expect(gateway.methods).to.not.deep.equal([]);
    });

    it('takes money once for a key, however often it is asked', async () => {
      const wanted = request();
      const answers = await Promise.all([wanted, wanted, wanted].map((again) => gateway.charge(again)));
      for (const answer of answers) expect(answer.status).to.equal('captured');
      expect(await gateway.find(wanted.key)).to.deep.equal(answers[0]);
      expect((await booked()).map(({ captured }) => captured)).to.deep.equal([1500]);
    });

    it('has not heard of a charge that was never asked for', async () => {
      expect(await gateway.find(newId('pay'))).to.equal(undefined);
    });

    it('declines with a code, and takes nothing', async () => {
      const answer = await gateway.charge(request({ token: fixtures.declined.token }));
      expect(answer).to.deep.equal({ status: 'declined', declineCode: fixtures.declined.declineCode });
      expect((await booked()).map(({ captured }) => captured)).to.deep.equal([0]);
    });

    it('keeps the truth when its answer is lost', async () => {
      const wanted = request({ token: fixtures.lostAnswer });
      const lost = await gateway.charge(wanted).catch((error: Error) => error.name);
      expect(lost).to.equal('GatewayTimeout');
      expect((await gateway.find(wanted.key))?.status).to.equal('captured');
    });

    it('authorizes, and then takes what is asked or lets go', async () => {
      const [taken, let_go] = [request({ capture: false }), request({ capture: false })];
      expect((await gateway.charge(taken)).status).to.equal('authorized');
      expect((await gateway.capture(taken.key, 1000)).status).to.equal('captured');
      expect((await gateway.capture(taken.key, 1000)).status).to.equal('captured');
      await gateway.charge(let_go);
      expect((await gateway.cancel(let_go.key)).status).to.equal('voided');
      expect((await gateway.capture(let_go.key, 1000)).status).to.equal('voided');
      expect((await booked()).map(({ captured }) => captured)).to.have.members([1000, 0]);
    });

    it('gives back once for a key, and never more than it took', async () => {
      const { key: charge } = request();
      await gateway.charge(request({ key: charge }));
      const refund = { key: newId('rfd'), charge, amount: 1000 };
      const answers = await Promise.all([gateway.refund(refund), gateway.refund(refund)]);
      for (const answer of answers) expect(answer.status).to.equal('succeeded');
      expect((await gateway.refund({ ...refund, key: newId('rfd') })).status).to.equal('failed');
      expect((await booked()).map(({ refunded }) => refunded)).to.deep.equal([1000]);
    });

    it('waits for a customer who has something to do, and can be stopped', async function () {
      if (!fixtures.needsAction) return this.skip();
      const wanted = request({ token: fixtures.needsAction });
      const answer = await gateway.charge(wanted);
      expect(answer.status).to.equal('requires_action');
      expect((await gateway.cancel(wanted.key)).status).to.equal('voided');
    });

    it('cannot be called from inside a transaction', async () => {
      const gateways = openGateways({
        plugins: GATEWAYS,
        inUse: [code],
        values: new Map([[code, fixtures.values]]),
        world: world(),
      });
      const inside = insideTransaction('some.work', async () => gateways.byCode(code).find('pay_x'));
      expect(await inside.catch((error: Error) => error.message)).to.match(/inside the transaction "some.work"/);
      gateways.close();
    });
  });
}
