/** The demonstration is a whole life of an order through real processes; here somebody checks what it shows. */
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { runProcess } from '../setup/processes.ts';

describe('orders demo', () => {
  it('carries one order to the door and another one back, and leaves nothing behind', async function () {
    this.timeout(120_000);
    const { code, stdout, stderr } = await runProcess(['demo'], { NO_COLOR: '1' });
    expect(code, stdout + stderr).to.equal(0);
    const steps = [
      /3 products: 3 added/,
      /orders serve &.*process \d+/,
      /orders worker &.*process \d+/,
      /PUT \/cart\/items\/MUG-01 → 200/,
      /POST \/orders\/checkout → 201/,
      /Subject: Your order ORD-\S+ is confirmed/,
      /ORDER +PLACED +STATUS/,
      /orders admin fulfill ORD-\S+ --tracking SBX123456782/,
      /Subject: .*on its way/,
      /Out for delivery/,
      /Subject: .*delivered/,
      /is cancelled; refund of €1,304\.00: succeeded/,
      /Subject: .*cancelled/,
      /All \d+ checks are clean/,
    ];
    let from = 0;
    for (const step of steps) {
      const found = stdout.slice(from).search(step);
      expect(found, `${step} after ${stdout.slice(from, from + 200)}`).to.be.at.least(0);
      from += found;
    }
    for (const [, pid] of stdout.matchAll(/process (\d+)/g))
      expect(existsSync(`/proc/${pid}`), `process ${pid}`).to.equal(false);
  });
});
