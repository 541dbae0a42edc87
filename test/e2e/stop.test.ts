/** Daemons that are told to stop have stopped within seconds: nothing they once scheduled keeps them. */
import { expect } from 'chai';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { startProcess } from '../setup/processes.ts';
import { useWorld } from '../setup/world.ts';

describe('SIGTERM', () => {
  const world = useWorld(ENGINES[0] as Engine);

  for (const daemon of ['serve', 'worker', 'up', 'serve --workers 2']) {
    it(`ends orders ${daemon} within five seconds`, async function () {
      this.timeout(30_000);
      const running = await startProcess(daemon.split(' '), world().environment);
      const from = performance.now();
      await running.stop('SIGTERM');
      expect(await running.ended, running.said()).to.equal(0);
      expect(performance.now() - from).to.be.lessThan(5000);
    });
  }
});
