/** Choosing lines of an order by SKU and quantity. */
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { unitsLeft } from './rules.ts';
import type { OrderItemRow } from './tables.ts';

export const lineSelection = z
  .array(
    z.strictObject({
      sku: z.string().trim().min(1, 'is needed').max(64),
      quantity: z.int().min(1, 'must be at least 1'),
    }),
  )
  .min(1, 'must name at least one line');
export type LineSelection = z.output<typeof lineSelection>;

export interface ChosenLine {
  readonly item: OrderItemRow;
  readonly quantity: number;
}

/**
 * The lines a selection means, filled in the order of the lines when several hold the same SKU. `open` says how many
 * units of a line can be chosen. Throws `quantity_unavailable` when a SKU is not on the order or has fewer.
 */
export function chooseLines(
  items: readonly OrderItemRow[],
  selection: LineSelection,
  open: Open = unitsLeft,
): ChosenLine[] {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of selection) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return [...wanted].flatMap(([sku, quantity]) => {
    const candidates = items.filter((item) => item.sku === sku);
    const left = candidates.reduce((sum, item) => sum + open(item), 0);
    if (candidates.length === 0) throw unavailable(`${sku} is not on this order`, items, open);
    if (left < quantity) throw unavailable(`${quantity} of ${sku} asked, ${left} left`, items, open);
    return fill(candidates, quantity, open);
  });
}

type Open = (item: OrderItemRow) => number;

function fill(candidates: readonly OrderItemRow[], quantity: number, open: Open): ChosenLine[] {
  let rest = quantity;
  return candidates.flatMap((item) => {
    const taken = Math.min(rest, open(item));
    rest -= taken;
    return taken > 0 ? [{ item, quantity: taken }] : [];
  });
}

function unavailable(what: string, items: readonly OrderItemRow[], units: Open): Refusal {
  const lines = items.map((item) => ({ sku: item.sku, left: units(item) }));
  const open = lines.filter(({ left }) => left > 0).map(({ sku, left }) => `${left} × ${sku}`);
  const rest = open.length > 0 ? `open: ${open.join(', ')}` : 'nothing is open any more';
  return new Refusal('quantity_unavailable', `${what}; ${rest}.`, { facts: { lines } });
}
