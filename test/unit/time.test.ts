import { expect } from 'chai';
import { backoffMs } from '../../src/lib/backoff.ts';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { newId } from '../../src/lib/ids.ts';
import { decodeCursor, encodeCursor } from '../../src/lib/page.ts';
import { parseWhen, plus } from '../../src/lib/time.ts';

const NOW = '2026-03-15T10:30:00.000Z';

describe('times', () => {
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
    it(`reads "${text}" as ${instant ?? 'no time'}`, () => expect(parseWhen(text, NOW)).to.equal(instant));
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
