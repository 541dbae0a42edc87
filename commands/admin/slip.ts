import { Refusal } from '../../src/errors.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import { defineCommand } from '../cli/define.ts';
import { ORDERS, orderWords } from '../cli/each.ts';

export const command = defineCommand({
  args: [ORDERS],
  options: [
    { flags: '--format <format>', about: 'pdf or text (text; pdf with --out)' },
    { flags: '-o, --out <file>', about: 'the PDF file (slips.pdf)' },
    { flags: '--size <size>', about: 'a4 or 4x6 (a4)' },
  ],
  examples: [
    'admin slip ORD-7K2M-X9QD4 --out slip.pdf --size 4x6',
    'admin list --status processing --format ids | orders admin slip - --out slips.pdf',
  ],
  async run(session, words, options) {
    const file = options.out;
    const format = options.format ?? (file ? 'pdf' : 'text');
    if (format !== 'pdf' && format !== 'text') throw new Refusal('usage', '--format must be pdf or text.');
    const context = await session.context();
    const orders: OrderView[] = [];
    for (const order of await orderWords(session, words)) orders.push(await getOrder(context, { order }));
    if (format === 'text') {
      session.io.out(orders.map(slipText).join(`\n\f\n`));
      return undefined;
    }
    const { writeSlips } = await import('../../src/papers/papers.ts');
    const { paperOptions } = await import('./paper.ts');
    const into = file ?? 'slips.pdf';
    await writeSlips(orders, await paperOptions(session, into, options.size ?? 'a4'));
    session.io.say(`${orders.length} ${orders.length === 1 ? 'slip' : 'slips'} in ${into}`);
  },
});

function slipText(order: OrderView): string {
  const { shipping_address: to } = order;
  const place = [to.postal_code, to.city, to.region].filter(Boolean).join(' ');
  const address = [to.name, to.company, to.line1, to.line2, place, to.country].filter((line) => line !== undefined);
  const lines = order.items
    .map((item) => ({ ...item, left: item.quantity - item.cancelled_quantity }))
    .filter(({ left }) => left > 0)
    .map(({ left, sku, name }) => `${String(left).padStart(4)} × ${sku.padEnd(16)} ${name}`);
  const notes = order.order_notes ? ['', `Note: ${order.order_notes}`] : [];
  return [order.order_number, '', ...address, '', ...lines, ...notes].join('\n');
}
