import { expect } from 'chai';
import fc from 'fast-check';
import { fulfillmentStatusOf, paymentStatusOf, unitsLeft } from '../../src/orders/rules.ts';
import { lineAmounts, orderTotals, unitsAmount } from '../../src/orders/totals.ts';

const pricedLines = fc.record({ unit_price: fc.nat(1_000_000), quantity: fc.integer({ min: 1, max: 999 }) });
const taxRates = fc.nat(1_000_000);

describe('totals', () => {
  it('add up from the lines', () => {
    const mugs = lineAmounts({ unit_price: 1250, quantity: 2 }, 190_000);
    expect(mugs).to.deep.equal({ line_total: 2500, tax_amount: 475 });
    const tea = lineAmounts({ unit_price: 899, quantity: 1 }, 190_000);
    expect(tea).to.deep.equal({ line_total: 899, tax_amount: 171 });
    expect(orderTotals([mugs, tea], 500)).to.deep.equal({
      subtotal: 3399,
      tax_total: 646,
      shipping_total: 500,
      total: 4545,
    });
  });

  it('pay back exactly the whole when a line is cancelled and refunded piece by piece', () => {
    fc.assert(
      fc.property(pricedLines, taxRates, fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (line, rate, pieces) => {
        const amounts = lineAmounts(line, rate);
        const back = { cancelled_quantity: 0, refunded_quantity: 0 };
        let paidBack = 0;
        for (let turn = 0; ; turn++) {
          const left = line.quantity - back.cancelled_quantity - back.refunded_quantity;
          if (left === 0) break;
          const piece = Math.min(pieces.next().value as number, left);
          paidBack += unitsAmount({ ...line, ...amounts, ...back }, piece);
          back[turn % 2 === 0 ? 'refunded_quantity' : 'cancelled_quantity'] += piece;
        }
        expect(paidBack).to.equal(amounts.line_total + amounts.tax_amount);
      }),
    );
  });
});

describe('what an order amounts to', () => {
  const captured = { id: 'a', status: 'captured', captured_amount: 1000 } as const;
  const refund = (amount: number, status: 'succeeded' | 'sent' = 'succeeded') => ({ payment_id: 'a', status, amount });

  it('its payment status follows payments and finished refunds', () => {
    const none = { id: 'a', captured_amount: 0 };
    expect(paymentStatusOf([{ ...none, status: 'created' }], [])).to.equal('pending');
    expect(paymentStatusOf([{ ...none, status: 'unknown' }], [])).to.equal('pending');
    expect(paymentStatusOf([{ ...none, status: 'authorized' }], [])).to.equal('authorized');
    expect(paymentStatusOf([{ ...none, status: 'voided' }], [])).to.equal('voided');
    expect(paymentStatusOf([{ ...none, status: 'failed' }], [])).to.equal('failed');
    expect(paymentStatusOf([captured], [])).to.equal('paid');
    expect(paymentStatusOf([captured], [refund(400, 'sent')])).to.equal('paid');
    expect(paymentStatusOf([captured], [refund(400)])).to.equal('partially_refunded');
    expect(paymentStatusOf([captured], [refund(400), refund(600)])).to.equal('refunded');
  });

  it('its fulfillment status follows lines and parcels', () => {
    const line = (shipped_quantity: number, cancelled_quantity = 0, refunded_quantity = 0) => ({
      quantity: 3,
      shipped_quantity,
      cancelled_quantity,
      refunded_quantity,
    });
    expect(unitsLeft(line(1, 1))).to.equal(1);
    // A refunded unit is one that has shipped, where there is such a one; else it stays here.
    expect(unitsLeft(line(2, 0, 1))).to.equal(1);
    expect(unitsLeft(line(0, 0, 1))).to.equal(2);
    expect(unitsLeft(line(0, 1, 3))).to.equal(0);
    expect(fulfillmentStatusOf([line(0)], [])).to.equal('unfulfilled');
    expect(fulfillmentStatusOf([line(0, 3)], [])).to.equal('unfulfilled');
    expect(fulfillmentStatusOf([line(1)], [{ status: 'in_transit' }])).to.equal('partial');
    expect(fulfillmentStatusOf([line(3)], [{ status: 'in_transit' }])).to.equal('fulfilled');
    expect(fulfillmentStatusOf([line(2, 1)], [{ status: 'in_transit' }])).to.equal('fulfilled');
    expect(fulfillmentStatusOf([line(3)], [{ status: 'delivered' }, { status: 'in_transit' }])).to.equal('fulfilled');
    expect(fulfillmentStatusOf([line(3)], [{ status: 'delivered' }])).to.equal('delivered');
  });
});
