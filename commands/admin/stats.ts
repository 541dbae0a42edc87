import { type OrderStats, orderStats } from '../../src/operations/stats.ts';
import { defineCommand } from '../cli/define.ts';
import type { Io } from '../cli/io.ts';
import { money, printRecord } from '../cli/render.ts';
import { parseTime } from '../cli/values.ts';
import { padStart } from '../cli/width.ts';

export const command = defineCommand({
  formats: 'one',
  options: [
    { flags: '--since <when>', about: 'from when on: 7d, yesterday, 2026-01-01 (14d)', parse: parseTime },
    { flags: '--until <when>', about: 'up to when (now)', parse: parseTime },
  ],
  examples: ['admin stats', 'admin stats --since 30d', 'admin stats --since 2026-01-01 --until 2026-02-01 --json'],
  async run(session, _args, options) {
    const stats = await orderStats(await session.context(), {
      since: options.since ?? parseTime('14d', '--since'),
      until: options.until,
    });
    printRecord(session, stats, () => statsText(session.io, stats));
  },
});

const FULL = '█';
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function statsText(io: Io, stats: OrderStats): string {
  const revenue = stats.revenue.map(({ currency, amount, refunded }) => {
    const back = refunded > 0 ? ` (${money(refunded, currency)} given back)` : '';
    return `${money(amount, currency)}${back}`;
  });
  const median = stats.median_hours_to_ship;
  const facts = [
    `${io.color.bold(String(stats.orders))} orders, ${stats.units} units, ${stats.cancelled} cancelled`,
    `Revenue ${revenue.join(', ') || 'none'}`,
    `Median time to ship ${median === undefined ? '–' : span(median)}`,
  ];
  return [...facts, '', ...bars(io, stats)].join('\n');
}

function span(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** A bar for each day, the longest as wide as the terminal lets it be. */
function bars(io: Io, { days }: OrderStats): string[] {
  const most = Math.max(1, ...days.map(({ orders }) => orders));
  const digits = String(most).length;
  const room = Math.max(10, Math.min(io.width, 80) - 10 - 2 - digits - 2);
  return days.map(({ day, orders }) => {
    const eighths = Math.round((orders / most) * room * 8);
    const bar = FULL.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
    return `${day}  ${padStart(String(orders), digits)}  ${io.color.cyan(bar)}`.trimEnd();
  });
}
