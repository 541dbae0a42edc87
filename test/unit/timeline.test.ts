/** The chain of a timeline is a form of storage: what was written years ago has to fit for ever. */
import { expect } from 'chai';
import { hmacSha256 } from '../../src/lib/canonical.ts';
import type { OrderEventRow } from '../../src/orders/tables.ts';
import { CHAIN_START, chainEvents, erasedData, eventHash, isIntact } from '../../src/orders/timeline.ts';

const ORDER = 'ord_01h455vb4pex5vsknk084sn02q';
const seal = (text: string) => hmacSha256('a key of at least thirty-two signs', text);
const at = { actor: { kind: 'staff', name: 'anna' }, created_at: '2026-01-02T03:04:05.006Z', seal } as const;
const seals = { seal, sealedSince: '2026-01-01T00:00:00.000Z' };
const START = { id: ORDER, ...CHAIN_START } as const;

describe('the timeline', () => {
  const written = () =>
    chainEvents(
      START,
      [
        { kind: 'order.placed', data: { total: 1500, currency: 'EUR' } },
        { kind: 'order.cancelled', data: { reason: 'Ann called' } },
      ],
      at,
    );

  it('has the hashes it always had', () => {
    const { rows, head } = written();
    expect(rows.map(({ hash }) => hash)).to.deep.equal([
      'k280b39e03601fedc5d13931217db4d3ca06e9c983a66d078e6730fdf5e13530',
      'kb98b6f19d5850813220f8fac4564bf6a10e1910960c5ec210e93938ede54115',
    ]);
    expect(head).to.deep.equal({ event_count: 2, event_hash: rows[1]?.hash });
  });

  it('of before there was a seal still fits, and nothing after may pretend to be of before', () => {
    const event: OrderEventRow = {
      ...{ order_id: ORDER, seq: 1, kind: 'order.placed', actor: 'staff:anna', data: { total: 1500, currency: 'EUR' } },
      created_at: '2026-01-02T03:04:05.006Z',
      hash: '1fa5fde2a3198c354592b5d97ac570566b697492ef16561292dfcdf5c8542c8f',
    };
    const before = { seal, sealedSince: '2026-02-01T00:00:00.000Z' };
    expect(isIntact(event, CHAIN_START.event_hash, before)).to.equal(true);
    expect(isIntact({ ...event, data: { total: 1 } }, CHAIN_START.event_hash, before)).to.equal(false);
    expect(isIntact(event, CHAIN_START.event_hash, seals)).to.equal(false);
  });

  it('cannot be made anew by whoever has no key', () => {
    const [event] = written().rows as [OrderEventRow];
    const other = (text: string) => hmacSha256('another key of thirty-two signs and more', text);
    const forged = { ...event, data: { total: 1 } };
    expect(
      isIntact({ ...forged, hash: eventHash(other, CHAIN_START.event_hash, forged) }, CHAIN_START.event_hash, seals),
    ).to.equal(false);
    expect(isIntact(event, CHAIN_START.event_hash, seals)).to.equal(true);
  });

  it('fits when what names a person is erased, and not when it is changed', () => {
    const [first, second] = written().rows as [OrderEventRow, OrderEventRow];
    const erased = { ...second, data: erasedData(seal, second.data) };
    expect(JSON.stringify(erased)).to.not.include('Ann called');
    expect(isIntact(erased, first.hash, seals)).to.equal(true);
    expect(erasedData(seal, erased.data)).to.deep.equal(erased.data);
    expect(isIntact({ ...second, data: { reason: 'Bob called' } }, first.hash, seals)).to.equal(false);
  });

  it('changes with whoever did it, and with what was there before', () => {
    const hashOf = (more: object, start: object = CHAIN_START) =>
      chainEvents({ ...START, ...start }, [{ kind: 'order.placed' }], { ...at, ...more }).head.event_hash;
    const known = hashOf({});
    expect(hashOf({ actor: { kind: 'staff', name: 'ben' } })).to.not.equal(known);
    expect(hashOf({ created_at: '2026-01-02T03:04:05.007Z' })).to.not.equal(known);
    expect(hashOf({}, { event_hash: '1'.repeat(64) })).to.not.equal(known);
  });
});
