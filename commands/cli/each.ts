/** Commands that take several orders: as arguments, or with `-` one a line on stdin. One that fails stops none. */
import { EXIT, isRefusal, Refusal } from '../../src/errors.ts';
import { orderLine } from '../admin/text.ts';
import type { Argument } from './define.ts';
import type { Option, Options } from './options.ts';
import type { Session } from './session.ts';

export const DRY_RUN = { flags: '--dry-run', about: 'only say which orders it would be' } as const satisfies Option;
export const ORDERS: Argument = { name: 'orders...', about: 'order numbers or ids; - reads them from stdin' };

interface Done {
  readonly json: object;
  readonly text: string;
}

/**
 * Does `work` for each order and prints what came of it. Returns the exit code of the only failure, or `partial` when
 * some of several failed.
 */
export async function eachOrder(
  session: Session,
  {
    words,
    options,
    work,
  }: { readonly words: readonly string[]; readonly options: Options; readonly work: (order: string) => Promise<Done> },
): Promise<number> {
  const orders = await orderWords(session, words);
  return options.dryRun === true ? showDryRun(session, orders) : eachOf(session, orders, work);
}

/** The same for jobs. */
export const eachJob = async (
  session: Session,
  words: readonly string[],
  work: (job: string) => Promise<Done>,
): Promise<number> => eachOf(session, await orderWords(session, words), work);

async function eachOf(
  session: Session,
  orders: readonly string[],
  work: (word: string) => Promise<Done>,
): Promise<number> {
  const results: object[] = [];
  let failures = 0;
  for (const order of orders) {
    try {
      const { json, text } = await work(order);
      results.push(json);
      if (session.format === 'table') session.io.show(text);
    } catch (error) {
      if (!isRefusal(error) || orders.length === 1) throw error;
      failures += 1;
      results.push({ id: order, error: error.code, detail: error.message });
      session.io.say(`${session.io.talkColor.red('✗')} ${order}: ${error.message}`);
    }
  }
  if (session.format !== 'table') session.io.out(JSON.stringify(orders.length === 1 ? results[0] : results, null, 2));
  return failures > 0 ? EXIT.partial : EXIT.ok;
}

async function showDryRun(session: Session, orders: readonly string[]): Promise<number> {
  const { getOrder } = await import('../../src/orders/read/get-order.ts');
  return eachOf(session, orders, async (order) => {
    const view = await getOrder(await session.context(), { order });
    return { json: view, text: `would be ${orderLine(session.io, view)}` };
  });
}

/** The orders named, those on stdin among them. Throws `usage` when there are none. */
export async function orderWords({ io }: Session, words: readonly string[]): Promise<string[]> {
  const named = words.filter((word) => word !== '-');
  const piped = words.includes('-') ? await linesOf(io.surroundings.stdin) : [];
  const orders = [...new Set([...named, ...piped])];
  if (orders.length === 0)
    throw new Refusal('usage', 'Nothing was named: give a number or id, or - to read them from stdin.');
  return orders;
}

async function linesOf(stdin: AsyncIterable<Buffer | string>): Promise<string[]> {
  let text = '';
  for await (const chunk of stdin) text += chunk.toString();
  return text.split(/\s+/).filter(Boolean);
}
