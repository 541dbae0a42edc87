import { EXIT } from '../../src/errors.ts';
import { dropWave, pickWave, type Wave } from '../../src/fulfillment/waves.ts';
import { holdOrder } from '../../src/orders/hold/hold-order.ts';
import type { LineSelection } from '../../src/orders/lines.ts';
import { defineCommand } from '../cli/define.ts';
import type { Io } from '../cli/io.ts';
import { confirm } from '../cli/prompt.ts';
import { printRecord, table, when } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseCount, parseLines } from '../cli/values.ts';

export const command = defineCommand({
  formats: true,
  options: [
    { flags: '--wave <count>', about: 'how many orders, oldest first (20)', parse: parseCount },
    { flags: '--minutes <minutes>', about: 'how long they are yours (60)', parse: parseCount },
    { flags: '-o, --out <file>', about: 'the pick list as PDF' },
    { flags: '--slips <file>', about: 'the slips of the wave as PDF, in the order of the wave' },
    { flags: '--size <size>', about: 'a4 or 4x6 (a4; slips 4x6)' },
    {
      flags: '--short <lines>',
      about: 'what is not on the shelf: SKU=2; orders that need it are held, newest first',
      parse: parseLines,
    },
    { flags: '--drop', about: 'give the wave back, for others to pick' },
  ],
  examples: [
    'admin pick',
    'admin pick --wave 30 --out wave.pdf --slips slips.pdf',
    'admin pick --short MUG-01=2',
    'admin pick --drop',
  ],
  async run(session, _args, options) {
    const context = await session.context();
    if (options.drop === true) {
      session.io.say(`${await dropWave(context, {})} orders given back.`);
      return undefined;
    }
    let wave = await pickWave(context, {
      size: options.wave,
      minutes: options.minutes,
    });
    const short = options.short;
    if (short) {
      if (!(await holdShort(session, wave, short))) return undefined;
      wave = await pickWave(context, {});
    }
    const file = options.out;
    if (file) await savePickList(session, wave, { file, size: options.size ?? 'a4' });
    const exit = options.slips
      ? await saveWaveSlips(session, wave, { file: options.slips, size: options.size ?? '4x6' })
      : EXIT.ok;
    if (session.format === 'ids') session.io.out(wave.orders.map(({ order_number }) => order_number).join('\n'));
    else printRecord(session, wave, () => waveText(session.io, wave));
    return exit;
  },
});

async function saveWaveSlips(session: Session, wave: Wave, wanted: { file: string; size: string }): Promise<number> {
  const { slipOf } = await import('../../src/fulfillment/slip.ts');
  const { saveSlips } = await import('./paper.ts');
  const context = await session.context();
  const slips = [];
  for (const { order_number } of wave.orders) slips.push(await slipOf(context, { order: order_number }));
  return saveSlips(session, slips, wanted);
}

async function savePickList(
  session: Session,
  wave: Wave,
  { file, size }: { readonly file: string; readonly size: string },
): Promise<void> {
  const { writePickList } = await import('../../src/papers/pick-list.ts');
  const { paperOptions, sayMissing } = await import('./paper.ts');
  sayMissing(session, await writePickList(wave, await paperOptions(session, { file, size })));
  session.io.say(`Pick list in ${file}`);
}

/** Holds the newest orders of the wave that need what is missing, as many as it takes. False when that was not wanted. */
async function holdShort(session: Session, wave: Wave, short: LineSelection): Promise<boolean> {
  const held = new Map<string, string>();
  for (const { sku, quantity } of short) {
    let missing = quantity;
    const orders = wave.picks.find((pick) => pick.sku === sku)?.orders ?? [];
    for (const order of [...orders].reverse()) {
      if (missing <= 0) break;
      held.set(order.order_number, `short of ${sku} in the warehouse`);
      missing -= order.quantity;
    }
  }
  if (held.size === 0) {
    session.io.say('Nothing in the wave needs that.');
    return true;
  }
  if (!(await confirm(session, `Hold ${[...held.keys()].join(', ')}?`))) return false;
  for (const [order, reason] of held) await holdOrder(await session.context(), { order, reason });
  session.io.say(`${held.size} held; ship what there is with admin fulfill … --items, or release them later.`);
  return true;
}

function waveText(io: Io, wave: Wave): string {
  const picks = table(io, wave.picks, [
    { title: 'BIN', show: ({ bin }) => bin || '–' },
    { title: 'QTY', show: ({ quantity }) => String(quantity), right: true },
    { title: 'SKU', show: ({ sku }) => sku, least: 8 },
    { title: 'PRODUCT', show: ({ name }) => name, least: 12 },
    {
      title: 'FOR',
      show: ({ orders }) => orders.map(({ position, quantity }) => `#${position}×${quantity}`).join(' '),
      least: 10,
    },
  ]);
  const orders = table(io, wave.orders, [
    { title: '#', show: ({ position }) => String(position), right: true },
    { title: 'ORDER', show: ({ order_number }) => order_number },
    { title: 'UNITS', show: ({ units }) => String(units), right: true },
    { title: 'CUSTOMER', show: ({ customer }) => customer, least: 10 },
  ]);
  const head = `${io.color.bold(`Wave of ${wave.orders.length} orders`)}, yours until ${when(wave.expires_at)}`;
  return [head, picks, orders].join('\n\n');
}
