/** What an order costs. Pure: the same lines and rates always give the same totals. */
import { share } from '../lib/money.ts';

export interface PricedLine {
  readonly unit_price: number;
  readonly quantity: number;
}

export interface LineAmounts {
  readonly line_total: number;
  readonly tax_amount: number;
}

export interface OrderTotals {
  readonly subtotal: number;
  readonly tax_total: number;
  readonly shipping_total: number;
  readonly total: number;
}

const MILLION = 1_000_000;

/** Tax on one line, in minor units (the rate in millionths), rounded half up once for each line. Prices are before tax. */
export function lineAmounts({ unit_price, quantity }: PricedLine, taxRatePpm: number): LineAmounts {
  const line_total = unit_price * quantity;
  return { line_total, tax_amount: share(line_total, taxRatePpm, MILLION) };
}

/** Totals of priced lines. Shipping carries no tax of its own: the rate table holds what the customer pays. */
export function orderTotals(lines: readonly LineAmounts[], shipping_total: number): OrderTotals {
  const subtotal = lines.reduce((sum, line) => sum + line.line_total, 0);
  const tax_total = lines.reduce((sum, line) => sum + line.tax_amount, 0);
  return { subtotal, tax_total, shipping_total, total: subtotal + tax_total + shipping_total };
}

/** A line whose money is given back unit by unit. */
export interface LineWithUnits extends PricedLine, LineAmounts {
  readonly cancelled_quantity: number;
  readonly refunded_quantity: number;
}

/**
 * What is paid back for `quantity` more units of a line, cancelled or refunded: their price and their part of the line's
 * tax. The money of each unit is fixed when it is sold: parts are cut from the running total, so that giving a line back
 * piece by piece, in whichever way, gives back exactly the line and never more.
 */
export function unitsAmount(line: LineWithUnits, quantity: number): number {
  const whole = line.line_total + line.tax_amount;
  const upTo = (units: number) => share(whole, Math.min(units, line.quantity), line.quantity);
  const before = line.cancelled_quantity + line.refunded_quantity;
  return upTo(before + quantity) - upTo(before);
}
