import { expect } from 'chai';
import { backoffMs } from '../../src/lib/backoff.ts';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { newId } from '../../src/lib/ids.ts';
import { decodeCursor, encodeCursor } from '../../src/lib/page.ts';
import { localDay, localMinute, parseWhen, plus, startOfDay } from '../../src/lib/time.ts';

const NOW = '2026-03-15T10:30:00.000Z';

/** The tests of days run where the shop is. */
function inZone(zone: string, test: () => void): void {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    test();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

describe('times', () => {
  const written: readonly [zone: string, text: string, instant: string | undefined][] = [
    ['America/New_York', 'today', '2026-03-15T04:00:00.000Z'],
    // The night of the change to summer time.
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-24 23:00', '2026-11-25T04:00:00.000Z'],
    ['America/New_York', '2026-11-24T23:00Z', '2026-11-24T23:00:00.000Z'],
    ['Asia/Kolkata', 'yesterday', '2026-03-13T18:30:00.000Z'],
    ['Pacific/Auckland', 'today', '2026-03-14T11:00:00.000Z'],
    ['Europe/Berlin', '2026-02-29', undefined],
    ['Europe/Berlin', '2026-02-30', undefined],
    ['Europe/Berlin', '2026-04-31T10:00', undefined],
    ['Europe/Berlin', '2026-04-30T25:00', undefined],
    ['Europe/Berlin', '2026-04-30 10:00 tomorrow', undefined],
    ['Europe/Berlin', '9999999999w', undefined],
  ];
  for (const [zone, text, instant] of written) {
    it(`reads "${text}" in ${zone} as ${instant ?? 'no time'}`, () =>
      inZone(zone, () => expect(parseWhen(text, NOW)).to.equal(instant)));
  }

  it('are shown on the day that it was in the shop', () => {
    const at = '2026-11-25T01:16:00.000Z';
    inZone('America/New_York', () =>
      expect([localDay(at), localMinute(at)]).to.deep.equal(['2026-11-24', '2026-11-24 20:16']),
    );
    inZone('Pacific/Kiritimati', () => expect(localDay('2026-12-31T10:00:00.000Z')).to.equal('2027-01-01'));
    inZone('America/New_York', () => {
      expect(startOfDay('2026-03-09T12:00:00.000Z', -1)).to.equal('2026-03-08T05:00:00.000Z');
    });
  });

  const asPeopleWrite: readonly [string, string | undefined][] = [
    ['2d', '2026-03-13T10:30:00.000Z'],
    ['36h', '2026-03-13T22:30:00.000Z'],
    ['90s', '2026-03-15T10:28:30.000Z'],
    ['1w', '2026-03-08T10:30:00.000Z'],
    ['today', '2026-03-15T00:00:00.000Z'],
    [' Yesterday ', '2026-03-14T00:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:00:00+01:00', '2026-03-01T07:00:00.000Z'],
    ['2026-13-01', undefined],
    ['soon', undefined],
    ['', undefined],
  ];
  for (const [text, instant] of asPeopleWrite) {
    it(`reads "${text}" as ${instant ?? 'no time'}`, () =>
      inZone('UTC', () => expect(parseWhen(text, NOW)).to.equal(instant)));
  }

  it('add up across the end of a year', () => {
    expect(plus('2026-12-31T23:59:59.999Z', 1)).to.equal('2027-01-01T00:00:00.000Z');
  });
});

describe('waiting', () => {
  it('doubles up to its limit, and is jittered downwards by at most half', () => {
    const backoff = { firstMs: 100, maxMs: 1000 };
    expect([1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, backoff, () => 1))).to.deep.equal([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(backoffMs(3, backoff, () => 0)).to.equal(200);
  });
});

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: 'x' }], a: null })).to.equal('{"a":null,"b":[1,{"c":"x"}]}');
    expect(canonicalJson({ a: 1, b: 2 })).to.equal(canonicalJson({ b: 2, a: 1 }));
  });
});

describe('cursors', () => {
  it('come back as they were, and nothing else is taken for one', () => {
    const cursor = { at: NOW, id: newId('ord') };
    expect(decodeCursor('ord', encodeCursor(cursor))).to.deep.equal(cursor);
    for (const text of [
      '',
      'nonsense',
      encodeCursor({ at: 'now', id: cursor.id }),
      encodeCursor({ at: NOW, id: newId('pay') }),
    ])
      expect(decodeCursor('ord', text)).to.equal(undefined);
  });
});
