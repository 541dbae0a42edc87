/**
 * A command that dies at its transaction, and is typed again by somebody who cannot know how far it came: what it does
 * is there once, and the books agree. Every transaction of the program is played, here or by a server or a worker.
 */
import { expect } from 'chai';
import { GATEWAY_CALLS } from '../../src/payments/open-gateways.ts';
import { TRANSACTIONS } from '../../src/transactions.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { runProcess } from '../setup/processes.ts';
import { useWorld } from '../setup/world.ts';
import { COMMANDS } from './commands.ts';
import { around, call, SCENES } from './scenes.ts';

onEveryEngine('a command that is killed', (engine) => {
  const world = useWorld(engine, { ORDERS_CAPTURE: 'fulfill' });

  for (const [name, { typed, done }] of Object.entries(COMMANDS)) {
    for (const point of around(name)) {
      it(`at ${point}, and typed again`, async function () {
        this.timeout(60_000);
        const line = await typed(world());
        const first = await runProcess(line, { ...world().environment, ORDERS_CRASH_AT: point });
        expect(first.code, `${line.join(' ')}\n${first.stderr}`).to.equal(137);
        const again = await runProcess(line, world().environment);
        // The first one may have done it; a second is then refused, and says so.
        expect(again.stderr).to.not.match(/inside orders|\n +at /);
        expect(await done(world()), `${line.join(' ')}\n${again.stderr}`).to.equal(true);
        await world().expectClean();
      });
    }
  }
});

describe('the crash suites', () => {
  const played = new Set([...SCENES.map(({ point }) => point), ...Object.keys(COMMANDS).flatMap(around)]);

  it('play every transaction, before its commit and after it', () => {
    expect(TRANSACTIONS.flatMap(around).filter((point) => !played.has(point))).to.deep.equal([]);
  });

  it('play every call to a payment provider', () => {
    const points = GATEWAY_CALLS.flatMap((name) => call(`gateway.${name}`));
    expect(points.filter((point) => !played.has(point))).to.deep.equal([]);
  });
});
