/** Lines as they are typed: SKUs of every kind, with their quantities. */
import { expect } from 'chai';
import { parseLines } from '../../commands/cli/values.ts';
import { refusalOf } from '../setup/world.ts';

describe('lines of an order, as typed', () => {
  for (const [text, lines] of [
    [
      'MUG-01=2, TEA',
      [
        ['MUG-01', 2],
        ['TEA', 1],
      ],
    ],
    ['"A,B"=1', [['A,B', 1]]],
    ['"A=2"', [['A=2', 1]]],
    ['A=2=1', [['A=2', 1]]],
    [
      '"say ""hi"""=3,X=1',
      [
        ['say "hi"', 3],
        ['X', 1],
      ],
    ],
    ['a b/c?%#=4', [['a b/c?%#', 4]]],
    ['🫖=2', [['🫖', 2]]],
  ] as const) {
    it(`reads ${text}`, () =>
      expect(parseLines(text, '--items').map(({ sku, quantity }) => [sku, quantity])).to.deep.equal(lines));
  }

  for (const text of ['', '=2', '"A=2', '"A"x=1']) {
    it(`refuses ${JSON.stringify(text)}, and says how`, async () => {
      const refusal = await refusalOf(Promise.resolve().then(() => parseLines(text, '--items')));
      expect(refusal.message).to.include('"A,B"=2');
    });
  }
});
