/** Shipping from a manifest: look first, ask, then ship row by row, writing down what became of each. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { EXIT, isRefusal, Refusal } from '../../../src/errors.ts';
import { fulfillOrder } from '../../../src/fulfillment/fulfill-order.ts';
import {
  PLAN_STATES,
  type PlannedRow,
  type PlanState,
  planFulfillments,
} from '../../../src/fulfillment/plan-fulfillment.ts';
import { parseOrderNumber } from '../../../src/lib/order-number.ts';
import { normalTracking } from '../../../src/shipping/tracking-form.ts';
import { runBulk } from '../../cli/bulk.ts';
import { readInput } from '../../cli/input.ts';
import { confirm } from '../../cli/prompt.ts';
import { csvField, table } from '../../cli/render.ts';
import type { Session } from '../../cli/session.ts';
import { readManifest } from './read.ts';

const AT_ONCE = 8;
const SHOWN = 12;

const TITLES: Readonly<Record<PlanState, string>> = {
  new: 'to ship',
  skipped: 'shipped already, skipped',
  unreadable: 'rows that cannot be read',
  unknown_order: 'unknown orders',
  wrong_tracking: 'wrong tracking numbers',
  used_elsewhere: 'numbers that are on another order',
  not_shippable: 'orders that cannot ship',
};

/** What of the command line is about a manifest. */
export interface ManifestOptions {
  readonly map?: string | undefined;
  readonly out?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly resume?: boolean | undefined;
  readonly mail?: boolean | undefined;
  readonly carrier?: string | undefined;
  readonly force?: boolean | undefined;
}

export async function fulfillManifest(session: Session, file: string, options: ManifestOptions): Promise<number> {
  const manifest = readManifest(await readInput(session, file), file, options.map);
  for (const note of manifest.notes) session.io.say(note);
  const results =
    options.out ?? (file === '-' ? 'manifest.results.csv' : `${file.replace(/\.(csv|txt|tsv)$/i, '')}.results.csv`);
  if (file !== '-' && resolve(results) === resolve(file)) {
    throw new Refusal('usage', `--out ${results} is the manifest itself; name another file for the results.`);
  }
  const finished = options.resume === true ? finishedRows(results) : new Set<string>();
  const rows = manifest.rows.filter((row) => !finished.has(keyOf(row)));
  const plan = await planFulfillments(await session.context(), {
    rows: [...rows],
    carrier: options.carrier,
    force: options.force === true,
  });
  const ready = plan.filter(({ state }) => state === 'new');
  const bad = plan.filter(({ state }) => state !== 'new' && state !== 'skipped');
  if (session.format === 'table' || options.dryRun !== true) preview(session, plan, manifest.rows.length - rows.length);
  if (options.dryRun === true) {
    if (session.format !== 'table') session.io.out(JSON.stringify({ rows: plan }, null, 2));
    return bad.length > 0 ? EXIT.partial : EXIT.ok;
  }
  if (
    ready.length > 0 &&
    !(await confirm(session, `Ship ${ready.length} ${ready.length === 1 ? 'parcel' : 'parcels'}?`))
  ) {
    session.io.say('Nothing was done.');
    return EXIT.ok;
  }
  return ship(session, plan, { results, options });
}

function preview({ io }: Session, plan: readonly PlannedRow[], finished: number): void {
  const counts = PLAN_STATES.map((state) => [state, plan.filter((row) => row.state === state).length] as const);
  if (finished > 0) io.say(`${String(finished).padStart(7)}  done by an earlier run`);
  for (const [state, count] of counts) {
    if (count > 0) io.say(`${String(count).padStart(7)}  ${TITLES[state]}`);
  }
  const bad = plan.filter(({ state }) => state !== 'new' && state !== 'skipped');
  if (bad.length === 0) return;
  const columns = [
    { title: 'ROW', show: ({ row }: PlannedRow) => String(row), right: true },
    { title: 'ORDER', show: ({ order }: PlannedRow) => order, least: 14 },
    { title: 'WHY NOT', show: ({ detail }: PlannedRow) => detail, least: 20 },
  ];
  io.say(table(io, bad.slice(0, SHOWN), columns));
  if (bad.length > SHOWN) io.say(`… and ${bad.length - SHOWN} more`);
}

interface Run {
  /** The file that gets a line for each row. */
  readonly results: string;
  readonly options: ManifestOptions;
}

async function ship(session: Session, plan: readonly PlannedRow[], { results, options }: Run): Promise<number> {
  const context = await session.context();
  const counts = { shipped: 0, skipped: 0, failed: 0 };
  const note = openResults(results, options.resume === true);
  for (const row of plan.filter(({ state }) => state !== 'new')) {
    counts[row.state === 'skipped' ? 'skipped' : 'failed'] += 1;
    note(row, row.state === 'skipped' ? 'skipped' : 'failed', row.detail);
  }
  const ready = plan.filter(({ state }) => state === 'new');
  const { done, interrupted } = await runBulk(session.io, {
    rows: ready,
    atOnce: AT_ONCE,
    async work(row) {
      const { order, tracking_number, carrier } = row;
      try {
        await fulfillOrder(context, {
          order,
          tracking_number,
          carrier: carrier || options.carrier,
          items: row.items,
          force: options.force === true,
          notify: options.mail !== false,
        });
        counts.shipped += 1;
        note(row, 'shipped', '');
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const again = error.code === 'already_shipped_with';
        counts[again ? 'skipped' : 'failed'] += 1;
        note(row, again ? 'skipped' : 'failed', error.message);
      }
    },
  });
  const { io } = session;
  if (session.format !== 'table') io.out(JSON.stringify({ ...counts, results, interrupted }, null, 2));
  else
    io.show(
      `${io.color.green('✓')} ${counts.shipped} shipped, ${counts.skipped} skipped, ${counts.failed} failed; each row in ${results}`,
    );
  if (interrupted) {
    io.say(`${ready.length - done} rows were not begun; the same command with --resume goes on.`);
    return EXIT.interrupted;
  }
  return counts.failed > 0 ? EXIT.partial : EXIT.ok;
}

type Outcome = 'shipped' | 'skipped' | 'failed';

/** Written row by row, so that a run that is killed leaves what it has done. */
function openResults(file: string, append: boolean): (row: PlannedRow, outcome: Outcome, detail: string) => void {
  if (!append || !existsSync(file)) writeFileSync(file, 'row,order,tracking,carrier,result,detail\n');
  return ({ row, order, tracking_number, carrier }, outcome, detail) =>
    appendFileSync(file, `${[row, order, tracking_number, carrier, outcome, detail].map(csvField).join(',')}\n`);
}

/** A row by what it says, wherever it stands: the next day's file of the same name is another file. */
const keyOf = ({ order, tracking_number }: { readonly order: string; readonly tracking_number: string }): string =>
  `${plainOrder(order)} ${normalTracking(tracking_number)}`;

const plainOrder = (order: string): string => parseOrderNumber(order) ?? order.trim().toLowerCase();

/** What an earlier run has finished; rows that failed are tried again. */
function finishedRows(file: string): Set<string> {
  if (!existsSync(file)) return new Set();
  const records: Record<string, string>[] = parse(readFileSync(file, 'utf8'), {
    columns: true,
    relax_column_count: true,
  });
  return new Set(
    records
      .filter(({ result }) => result === 'shipped' || result === 'skipped')
      .map(({ order = '', tracking = '' }) => keyOf({ order, tracking_number: tracking.replace(/^'/, '') })),
  );
}
