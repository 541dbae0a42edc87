/** Every state with every event: what is allowed leads where the design says, everything else leads nowhere. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Machine } from '../../src/lib/machine.ts';
import { OPEN_STATUSES, orderMachine } from '../../src/orders/states.ts';
import { paymentMachine, refundMachine } from '../../src/payments/states.ts';
import { advance, isTrackingFinal, TRACKING_STATUSES, trackingTitle } from '../../src/shipping/states.ts';

const ALLOWED: Record<string, { machine: Machine<string, string>; moves: string[] }> = {
  order: {
    machine: orderMachine as Machine<string, string>,
    moves: [
      'pending payment_settled confirmed',
      'pending payment_failed failed',
      'pending expire failed',
      'pending cancel cancelled',
      'confirmed process processing',
      'confirmed ship_part partially_shipped',
      'confirmed ship_all shipped',
      'confirmed cancel cancelled',
      'processing ship_part partially_shipped',
      'processing ship_all shipped',
      'processing cancel cancelled',
      'partially_shipped ship_part partially_shipped',
      'partially_shipped ship_all shipped',
      'partially_shipped unship_part partially_shipped',
      'partially_shipped unship_all processing',
      'shipped unship_part partially_shipped',
      'shipped unship_all processing',
      'shipped deliver delivered',
      'shipped return returned',
      'delivered return returned',
    ],
  },
  payment: {
    machine: paymentMachine as Machine<string, string>,
    moves: [
      ...['created', 'unknown'].flatMap((from) => [
        `${from} authorize authorized`,
        `${from} capture captured`,
        `${from} void voided`,
        `${from} fail failed`,
        `${from} lose unknown`,
      ]),
      'authorized capture captured',
      'authorized void voided',
      'authorized fail failed',
      'failed authorize authorized',
      'failed capture captured',
    ],
  },
  refund: {
    machine: refundMachine as Machine<string, string>,
    moves: [
      'requested send sent',
      'sent send sent',
      'sent succeed succeeded',
      'sent fail failed',
      'sent lose unknown',
      'unknown send sent',
    ],
  },
};

for (const [name, { machine, moves }] of Object.entries(ALLOWED)) {
  describe(`the machine of ${name}s`, () => {
    for (const state of machine.states) {
      for (const event of machine.events) {
        const to = moves.find((move) => move.startsWith(`${state} ${event} `))?.split(' ')[2];
        it(`${state}, ${event}: ${to ?? 'forbidden'}`, () => {
          expect(machine.next(state, event)).to.equal(to);
          expect(machine.can(state, event)).to.equal(to !== undefined);
          if (to) expect(machine.leads(state, to)).to.equal(true);
        });
      }
    }

    it('knows no other moves', () => {
      const all = machine.states.flatMap((state) => machine.from(state).map((event) => `${state} ${event}`));
      expect(all).to.have.length(moves.length);
      expect(machine.leads(machine.states[0] as string, machine.states[0] as string)).to.equal(false);
    });
  });
}

describe('orders at the end of their life', () => {
  it('are failed, cancelled or returned, and hold no stock', () => {
    const final = orderMachine.states.filter((state) => orderMachine.isFinal(state));
    expect(final).to.have.members(['failed', 'cancelled', 'returned']);
    expect(OPEN_STATUSES).to.not.include.members(['shipped', 'delivered']);
    for (const state of final) expect(OPEN_STATUSES).to.not.include(state);
  });
});

describe('tracking', () => {
  const statuses = fc.constantFrom(...TRACKING_STATUSES);

  it('never leaves a final status, and forgets nothing for an "unknown"', () => {
    fc.assert(
      fc.property(statuses, statuses, (held, reported) => {
        if (isTrackingFinal(held)) expect(advance(held, reported)).to.equal(held);
        expect(advance(held, 'unknown')).to.equal(held);
      }),
    );
  });

  it('ends alike whether a report comes once or again', () => {
    fc.assert(
      fc.property(statuses, fc.array(statuses), (held, reports) => {
        const end = reports.reduce(advance, held);
        const last = reports.at(-1);
        expect(last ? advance(end, last) : end).to.equal(end);
      }),
    );
  });

  it('takes the last word on the road, and nothing goes back to before it', () => {
    expect(advance('out_for_delivery', 'in_transit')).to.equal('in_transit');
    expect(advance('available_for_pickup', 'out_for_delivery')).to.equal('out_for_delivery');
    expect(advance('in_transit', 'pre_transit')).to.equal('in_transit');
    expect(advance('in_transit', 'exception')).to.equal('exception');
    expect(advance('exception', 'in_transit')).to.equal('in_transit');
    expect(advance('exception', 'pre_transit')).to.equal('exception');
  });

  it('has words for every status', () => {
    for (const status of TRACKING_STATUSES) expect(trackingTitle(status)).to.match(/^[A-Z]/);
  });
});
