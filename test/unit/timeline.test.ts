/** The chain of a timeline is a form of storage: what was written years ago has to fit for ever. */
import { expect } from 'chai';
import { CHAIN_START, chainEvents } from '../../src/orders/timeline.ts';

const ORDER = 'ord_01h455vb4pex5vsknk084sn02q';
const at = { actor: { kind: 'staff', name: 'anna' }, created_at: '2026-01-02T03:04:05.006Z' } as const;

describe('the timeline', () => {
  it('has the hashes it always had', () => {
    const { rows, head } = chainEvents(
      { id: ORDER, ...CHAIN_START },
      [{ kind: 'order.placed', data: { total: 1500, currency: 'EUR' } }, { kind: 'order.confirmed' }],
      at,
    );
    expect(rows.map(({ hash }) => hash)).to.deep.equal([
      '1fa5fde2a3198c354592b5d97ac570566b697492ef16561292dfcdf5c8542c8f',
      '6bb10ae5bdeb9b1cac43cc6b43892f4e9653c29296f63be7546946cfc953e7e6',
    ]);
    expect(head).to.deep.equal({ event_count: 2, event_hash: rows[1]?.hash });
  });

  it('changes with whoever did it, and with what was there before', () => {
    const hashOf = (more: object, start: object = CHAIN_START) =>
      chainEvents({ id: ORDER, ...CHAIN_START, ...start }, [{ kind: 'order.placed' }], { ...at, ...more }).head
        .event_hash;
    const known = hashOf({});
    expect(hashOf({ actor: { kind: 'staff', name: 'ben' } })).to.not.equal(known);
    expect(hashOf({ created_at: '2026-01-02T03:04:05.007Z' })).to.not.equal(known);
    expect(hashOf({}, { event_hash: '1'.repeat(64) })).to.not.equal(known);
  });
});
