/** What every carrier promises. A new one is tested as soon as it is listed. */
import { expect } from 'chai';
import { CARRIERS } from '../../src/shipping/carriers/index.ts';
import { TRACKING_STATUSES } from '../../src/shipping/states.ts';
import { scratchFolder } from '../setup/engines.ts';

for (const [code, create] of Object.entries(CARRIERS)) {
  describe(`the carrier ${code}`, () => {
    let nowMs = Date.parse('2026-03-01T12:00:00.000Z');
    const folder = scratchFolder();
    const open = () => create({ folder, stepMs: 1000, now: () => nowMs });
    const NUMBERS = ['SBX123456782', 'SBX000000019'];

    it('goes by the code it is listed under', () => {
      const carrier = open();
      expect(carrier.code).to.equal(code);
      expect(carrier.batchSize).to.be.greaterThan(0);
      carrier.close();
    });

    it('reports on a batch in our words, oldest first, never from the future', async () => {
      const carrier = open();
      for (let step = 0; step < 6; step++) {
        const reports = await carrier.fetch(NUMBERS);
        expect([...reports.keys()]).to.deep.equal(NUMBERS);
        for (const { status, events } of reports.values()) {
          expect(TRACKING_STATUSES).to.include(status);
          const times = events.map(({ occurredAt }) => occurredAt);
          expect(times).to.deep.equal([...times].sort());
          expect(Date.parse(times.at(-1) as string)).to.be.at.most(nowMs);
          expect(events.at(-1)?.status).to.equal(status);
        }
        nowMs += 1000;
      }
      carrier.close();
    });

    it('remembers where a parcel was when it is opened again', async () => {
      const carrier = open();
      expect((await carrier.fetch(['SBX123456782'])).get('SBX123456782')?.status).to.equal('delivered');
      carrier.close();
    });
  });
}
