import { isRefusal, Refusal } from '../../src/errors.ts';
import { fulfillOrder } from '../../src/fulfillment/fulfill-order.ts';
import { planFulfillments } from '../../src/fulfillment/plan-fulfillment.ts';
import type { LineSelection } from '../../src/orders/lines.ts';
import type { OrderView } from '../../src/orders/wire/shapes.ts';
import { HAND_METHODS, type HandMethod } from '../../src/shipping/by-hand.ts';
import { defineCommand } from '../cli/define.ts';
import { need } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseLines } from '../cli/values.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id', optional: true }],
  options: [
    { flags: '-t, --tracking <number>', about: 'the parcel’s tracking number; its check digit is verified' },
    { flags: '--carrier <code>', about: 'ups, fedex, usps, dhl …; detected from the number unless given' },
    {
      flags: '--items <lines>',
      about: 'only these: SKU=2,OTHER=1 (everything that is left unless given)',
      parse: parseLines,
    },
    { flags: '--parcel <parcel...>', about: 'several parcels: NUMBER:SKU=2,OTHER=1; the last may be a NUMBER alone' },
    { flags: '--no-tracking', about: 'it has no number; say how it goes with --method' },
    { flags: '--method <way>', about: 'in place of a number: pickup, letter or own', choices: HAND_METHODS },
    { flags: '--force', about: 'take the number as it is, whatever its check digit says' },
    { flags: '--reason <text>', about: 'with --force: why goods ship that have been paid back' },
    { flags: '--no-mail', about: 'do not send the shipping mail' },
    { flags: '--from <manifest>', about: 'ship every row of a CSV file' },
    { flags: '--map <columns>', about: 'which columns: order=A,tracking=C,carrier=D,items=E' },
    { flags: '--dry-run', about: 'with --from: only say what each row would do' },
    { flags: '--resume', about: 'with --from: leave out the rows an earlier run has done' },
    { flags: '-o, --out <file>', about: 'with --from: where the result of each row goes' },
  ],
  examples: [
    'admin fulfill ORD-7K2M-X9QD4 --tracking 1Z999AA10123456784',
    'admin fulfill 7k2mx9qd4 -t SBX123456782 --items MUG-01=2',
    'admin fulfill 7k2mx9qd4 --parcel SBX123456782:MUG-01=2 SBX987654328',
    'admin fulfill --from manifest.csv --map order=A,tracking=C --dry-run',
    'admin fulfill 7k2mx9qd4 --no-tracking --method letter',
    'admin fulfill --from manifest.csv --resume',
  ],
  async run(session, [named], options) {
    const manifest = options.from;
    if (manifest) {
      const { fulfillManifest } = await import('./manifest/fulfill.ts');
      return fulfillManifest(session, manifest, options);
    }
    const order = named ?? (await whichOrder(session));
    const views: OrderView[] = [];
    const parcels = await parcelsOf(session, options);
    if (parcels.length > 1) await requireAll(session, { order, parcels, ...options });
    const choices = {
      carrier: options.carrier,
      force: options.force === true,
      reason: options.reason,
      notify: options.mail !== false,
    };
    const typed = options.parcel === undefined && options.tracking === undefined && options.method === undefined;
    for (const parcel of parcels) views.push(await ship(session, { order, ...parcel, ...choices }, typed));
    const view = views.at(-1) as OrderView;
    printRecord(session, view, () =>
      shippedText(session, view, { parcels: views.length, mail: options.mail !== false }),
    );
  },
});

function whichOrder(session: Session): Promise<string> {
  if (!session.mayAsk) throw new Refusal('usage', 'Name the order, or a manifest with --from.');
  return need(session, { given: undefined, flag: '<order>', question: 'Which order? (number or id)' });
}

/** Ships one parcel. A number that was typed at the question and is not right is asked for again. */
async function ship(session: Session, wanted: Parameters<typeof fulfillOrder>[1], typed: boolean): Promise<OrderView> {
  try {
    return await fulfillOrder(await session.context(), wanted);
  } catch (error) {
    if (!typed || !isRefusal(error) || error.code !== 'tracking_number_wrong') throw error;
    session.io.say(`${session.io.talkColor.red('✗')} ${error.message}`);
    return ship(session, { ...wanted, tracking_number: await askNumber(session, undefined) }, typed);
  }
}

const askNumber = (session: Session, given: string | undefined): Promise<string> =>
  need(session, { given, flag: '--tracking', question: 'Tracking number?' });

interface ParcelOptions {
  readonly parcel?: readonly string[] | undefined;
  readonly tracking?: string | boolean | undefined;
  readonly method?: HandMethod | undefined;
  readonly items?: LineSelection | undefined;
}

interface Parcel {
  readonly tracking_number?: string;
  readonly method?: HandMethod;
  readonly items: LineSelection | undefined;
}

async function parcelsOf(session: Session, options: ParcelOptions): Promise<Parcel[]> {
  if (options.parcel) {
    return options.parcel.map((text) => {
      const [, tracking_number = '', lines] = /^([^:]+)(?::(.*))?$/.exec(text) ?? [];
      return { tracking_number, items: lines ? parseLines(lines, '--parcel') : undefined };
    });
  }
  const { tracking, method, items } = options;
  if (tracking === false || method !== undefined) {
    if (method === undefined) throw new Refusal('usage', 'Say how it goes: --method pickup, letter or own.');
    if (typeof tracking === 'string')
      throw new Refusal('usage', `A parcel by ${method} has no number: leave --tracking ${tracking} out, or --method.`);
    return [{ method, items }];
  }
  const given = typeof tracking === 'string' ? tracking : undefined;
  return [{ tracking_number: await askNumber(session, given), items }];
}

/** Of several parcels all can ship, or none is: the first that cannot is named before anything is done. */
async function requireAll(
  session: Session,
  {
    order,
    parcels,
    carrier,
    force,
  }: { order: string; parcels: Parcel[]; carrier?: string | undefined; force?: boolean | undefined },
): Promise<void> {
  const rows = parcels.map(({ tracking_number = '', items }, index) => ({
    row: index + 1,
    order,
    tracking_number,
    items,
  }));
  const plan = await planFulfillments(await session.context(), { rows, carrier, force: force === true });
  const bad = plan.find(({ state }) => state !== 'new');
  if (bad) throw new Refusal('usage', `Nothing was shipped. Parcel ${bad.row} (${bad.tracking_number}): ${bad.detail}`);
}

function shippedText(
  { io }: Session,
  view: OrderView,
  { parcels, mail }: { readonly parcels: number; readonly mail: boolean },
): string {
  const lines = view.shipments.slice(-parcels).map(({ carrier, tracking_number, items }) => {
    const inside = items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
    return `  ${[carrier, tracking_number].filter(Boolean).join(' ')}: ${inside}`;
  });
  const told = mail ? 'mail on its way' : 'no mail';
  return [`${io.color.green('✓')} ${orderLine(io, view)}, ${told}`, ...lines].join('\n');
}
