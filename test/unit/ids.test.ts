import { expect } from 'chai';
import fc from 'fast-check';
import { idFromBytes, idToBytes, newId, parseId } from '../../src/lib/ids.ts';

describe('ids', () => {
  it('are UUIDv7 behind a prefix', () => {
    const bytes = idToBytes(newId('ord', 1_700_000_000_000));
    expect(bytes.readUIntBE(0, 6)).to.equal(1_700_000_000_000);
    expect((bytes[6] as number) >> 4).to.equal(7);
    expect((bytes[8] as number) >> 6).to.equal(0b10);
  });

  it('sort in the order they were made, within one millisecond too, and never repeat', () => {
    const made = Array.from({ length: 2000 }, () => newId('ord', 1_700_000_000_000));
    expect(new Set(made).size).to.equal(made.length);
    expect([...made].sort()).to.deep.equal(made);
  });

  it('travel to bytes and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect([...idToBytes(idFromBytes('ord', bytes))]).to.deep.equal([...bytes]);
      }),
    );
  });

  it('are read from outside in any case, and only with their own prefix', () => {
    const id = newId('ord');
    expect(parseId('ord', ` ${id.toUpperCase()} `)).to.equal(id);
    for (const text of [id.replace('ord', 'pay'), id.slice(0, -1), `${id}0`, id.replace(/.$/, 'u'), 'ord_', '']) {
      expect(parseId('ord', text), text).to.equal(undefined);
    }
    // 26 symbols hold 130 bits: a first symbol above 7 would not fit.
    expect(parseId('ord', `ord_8${id.slice(5)}`)).to.equal(undefined);
  });
});
