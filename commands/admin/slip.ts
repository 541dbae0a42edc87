import { EXIT, Refusal } from '../../src/errors.ts';
import { type Slip, slipOf } from '../../src/fulfillment/slip.ts';
import { countryName } from '../../src/lib/country.ts';
import { identityOf, type ShopIdentity } from '../../src/lib/shop-identity.ts';
import { localDay } from '../../src/lib/time.ts';
import { defineCommand } from '../cli/define.ts';
import { ORDERS, orderWords } from '../cli/each.ts';
import type { Session } from '../cli/session.ts';
import { saveSlips } from './paper.ts';

export const command = defineCommand({
  args: [ORDERS],
  options: [
    { flags: '--parcel <number>', about: 'the slip of one parcel: what is in it' },
    { flags: '--format <format>', about: 'pdf or text (text; pdf with --out)' },
    { flags: '-o, --out <file>', about: 'the PDF file (slips.pdf)' },
    { flags: '--size <size>', about: 'a4 or 4x6 (a4)' },
  ],
  examples: [
    'admin slip ORD-7K2M-X9QD4 --out slip.pdf --size 4x6',
    'admin slip 7k2mx9qd4 --parcel SBX123456782',
    'admin list --status processing --format ids | orders admin slip - --out slips.pdf',
  ],
  async run(session, words, options) {
    const format = options.format ?? (options.out ? 'pdf' : 'text');
    if (format !== 'pdf' && format !== 'text') throw new Refusal('usage', '--format must be pdf or text.');
    const slips = await slipsOf(session, await orderWords(session, words), options.parcel);
    if (format === 'text') {
      const shop = identityOf(await session.config());
      session.io.out(slips.map((slip) => slipText(slip, shop)).join(`\n\f\n`));
      return EXIT.ok;
    }
    return saveSlips(session, slips, { file: options.out ?? 'slips.pdf', size: options.size ?? 'a4' });
  },
});

/** The slips of some orders, with a word of progress where there are many. */
async function slipsOf(session: Session, orders: readonly string[], tracking_number?: string): Promise<Slip[]> {
  const context = await session.context();
  const slips: Slip[] = [];
  for (const order of orders) {
    slips.push(await slipOf(context, { order, tracking_number }));
    if (slips.length % 20 === 0 && session.io.interactive) session.io.progress(`${slips.length} of ${orders.length} …`);
  }
  session.io.progress('');
  return slips;
}

function slipText(slip: Slip, shop: ShopIdentity): string {
  const { address: to, position } = slip;
  const sender = [shop.name, ...shop.address].filter(Boolean).join(' · ');
  const place = [to.postal_code, to.city, to.region].filter(Boolean).join(' ');
  const lines = slip.lines.map(
    ({ quantity, sku, name, bin }) =>
      `${String(quantity).padStart(4)} × ${sku.padEnd(16)} ${bin ? `[${bin}] ` : ''}${name}`,
  );
  const marks = [
    position === null ? '' : `#${position}`,
    slip.shipping_method === 'standard' ? '' : slip.shipping_method.toUpperCase(),
    slip.parcel ? `parcel ${slip.parcel}` : '',
  ].filter(Boolean);
  return [
    [slip.order_number, ...marks].join('  '),
    `Ordered ${localDay(slip.placed_at)}`,
    ...(sender ? ['', `From: ${sender}`] : []),
    '',
    ...[to.name, to.company, to.line1, to.line2, place, countryName(to.country)].filter((line) => line !== undefined),
    '',
    ...lines,
    ...(slip.notes ? ['', `Note: ${slip.notes}`] : []),
  ].join('\n');
}
