/** What every carrier promises. A new one is tested as soon as it is listed, by its fixtures. */
import { expect } from 'chai';
import type { CarrierFixtures } from '../../src/shipping/carrier-fixtures.ts';
import { CARRIERS } from '../../src/shipping/carriers/index.ts';
import { TRACKING_STATUSES } from '../../src/shipping/states.ts';
import { scratchFolder } from '../setup/engines.ts';

const STEPS = 6;

for (const plugin of CARRIERS) {
  const { code } = plugin;
  describe(`the carrier ${code}`, () => {
    let nowMs = Date.parse('2026-03-01T12:00:00.000Z');
    const dataDir = scratchFolder();
    let fixtures: CarrierFixtures;
    const open = () => plugin.open(fixtures.values, { dataDir, publicUrl: 'http://shop.test', now: () => nowMs });
    before(async () => {
      ({ fixtures } = await import(`../../src/shipping/carriers/${code}/fixtures.ts`));
    });

    it('goes by the code it is listed under', () => {
      const carrier = open();
      expect(carrier.code).to.equal(code);
      expect(carrier.batchSize).to.be.greaterThan(0);
      carrier.close();
    });

    it('reports on a batch in our words, oldest first, never from the future', async () => {
      const carrier = open();
      for (let step = 0; step < STEPS; step++) {
        const reports = await carrier.fetch(fixtures.numbers);
        expect([...reports.keys()]).to.deep.equal(fixtures.numbers);
        for (const { status, events } of reports.values()) {
          expect(TRACKING_STATUSES).to.include(status);
          const times = events.map(({ occurredAt }) => occurredAt);
          expect(times).to.deep.equal([...times].sort());
          expect(Date.parse(times.at(-1) as string)).to.be.at.most(nowMs);
          expect(events.at(-1)?.status).to.equal(status);
        }
        nowMs += fixtures.delivered.afterMs / STEPS;
      }
      carrier.close();
    });

    it('remembers where a parcel was when it is opened again', async () => {
      const carrier = open();
      const { number } = fixtures.delivered;
      expect((await carrier.fetch([number])).get(number)?.status).to.equal('delivered');
      carrier.close();
    });
  });
}
