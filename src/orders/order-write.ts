/** Writes on one order: the order is found and locked, its version checked, the change saved with its event, and shown. */
import type { z } from 'zod';
import type { ActorKind, WriteContext } from '../context.ts';
import type { TransactionName } from '../transactions.ts';
import type { ContextOf, UseCase } from '../use-case.ts';
import { defineWrite } from '../write.ts';
import { getVisibleOrder } from './access.ts';
import { showOrder } from './read/get-order.ts';
import type { OrderReference } from './reference.ts';
import { type OrderChange, saveOrder } from './save-order.ts';
import { requireVersion } from './store.ts';
import type { OrderRow } from './tables.ts';
import type { OrderView } from './wire/shapes.ts';

/** What the input of such a write has at least. */
interface NamesOrder {
  readonly order: OrderReference;
  readonly expected_version?: number | undefined;
}

/** What was asked for, and what `prepare` made of it. */
export interface Asked<Input, Prepared> {
  readonly input: Input;
  readonly prepared: Prepared;
}

export interface OrderWriteDefinition<
  Schema extends z.ZodType<NamesOrder>,
  Kind extends ActorKind,
  Prepared,
  Change extends OrderChange,
> {
  readonly name: TransactionName;
  readonly allow: readonly Kind[];
  readonly input: Schema;
  /** What can be found out, or refused, before the transaction. */
  prepare?(context: ContextOf<Kind>, input: z.output<Schema>): Promise<Prepared> | Prepared;
  /**
   * Whether exactly this has been done already, so that there is nothing left to do, whatever version was seen: a second
   * cancellation. Throws where a repetition is a refusal of its own: a second Enter.
   */
  isDone?(
    cx: ContextOf<Kind, WriteContext>,
    order: OrderRow,
    asked: Asked<z.output<Schema>, Prepared>,
  ): Promise<boolean> | boolean;
  /** Decides what changes, and writes what lies beside the order (shipments, refunds, notes). */
  change(cx: ContextOf<Kind, WriteContext>, order: OrderRow, asked: Asked<z.output<Schema>, Prepared>): Promise<Change>;
  /** See defineWrite; `change` is undefined when it had been done already. */
  after?(context: ContextOf<Kind>, change: Change | undefined): Promise<void>;
}

/**
 * Makes a write on one order. Throws `order_not_found`, the same for another customer's order as for none,
 * `stale_version`, what defineWrite throws, and what its parts throw.
 */
export function defineOrderWrite<
  Schema extends z.ZodType<NamesOrder>,
  const Kind extends ActorKind,
  Prepared,
  Change extends OrderChange,
>(definition: OrderWriteDefinition<Schema, Kind, Prepared, Change>): UseCase<Schema, OrderView> {
  const { name, allow, input: schema, prepare, after } = definition;
  return defineWrite<Schema, Kind, Prepared, Change | undefined, OrderView>({
    name,
    allow,
    input: schema,
    prepare,
    async commit(cx, input, prepared) {
      const order = await getVisibleOrder(cx, input.order);
      if (await definition.isDone?.(cx, order, { input, prepared })) return undefined;
      await requireVersion(cx, order, input.expected_version);
      const change = await definition.change(cx, order, { input, prepared });
      await saveOrder(cx, order, change);
      return change;
    },
    after,
    answer: (context, { order }) => showOrder(context, order),
  });
}
