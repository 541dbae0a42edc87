import { expect } from 'chai';
import { sumNeeds } from '../../src/inventory/store.ts';
import { newId } from '../../src/lib/ids.ts';

describe('what an order needs of the stock', () => {
  it('is summed for each product, in the order in which everybody takes the rows', () => {
    const [a, b, c] = [newId('prd', 1), newId('prd', 2), newId('prd', 3)];
    const needs = [c, a, b, a].map((product_id) => ({ product_id, quantity: 2 }));
    expect(sumNeeds([...needs, { product_id: b, quantity: 0 }])).to.deep.equal([
      { product_id: a, quantity: 4 },
      { product_id: b, quantity: 2 },
      { product_id: c, quantity: 2 },
    ]);
  });
});
