/** Every order with its parts, page by page, so that an audit of millions needs the memory of a few hundred. */
import type { Context } from '../../context.ts';
import type { Sql } from '../../database/sql.ts';
import type { Id } from '../../lib/ids.ts';
import { type AuditedOrder, pageOfOrders } from '../../orders/store.ts';
import type { Check } from './check.ts';
import { MOST_FINDINGS } from './check.ts';

const PAGE = 300;

async function* eachOrder(db: Sql): AsyncGenerator<AuditedOrder> {
  let after: Id<'ord'> | undefined;
  do {
    const page: AuditedOrder[] = await pageOfOrders(db, after, PAGE);
    yield* page;
    after = page.at(-1)?.order.id;
  } while (after);
}

/** What is wrong with one order. */
type Look = (audited: AuditedOrder) => string[];

/** A check that looks at one order after the other; `lookIn` finds out before what the look has to know of the shop. */
export const orderCheck = (name: string, title: string, lookIn: (context: Context) => Look | Promise<Look>): Check => ({
  name,
  title,
  async run(context) {
    const look = await lookIn(context);
    const findings: string[] = [];
    for await (const audited of eachOrder(context.db)) {
      findings.push(...look(audited).map((finding) => `${audited.order.order_number}: ${finding}`));
      if (findings.length >= MOST_FINDINGS) break;
    }
    return findings;
  },
});
