import { listJournal } from '../../src/journal/list-journal.ts';
import { sayCut } from '../cli/all-pages.ts';
import { defineCommand } from '../cli/define.ts';
import { money, printList, when } from '../cli/render.ts';
import { parsePositive } from '../cli/values.ts';

const SCREEN = 50;
const MOST = 1000;

const MONEY = new Set(['per_order', 'per_day', 'amount']);

/** Amounts as people read them; everything else as it is. */
function shown(name: string, value: unknown, currency: unknown): string {
  if (name === 'rate_ppm') return `${Number(value) / 10_000} %`;
  return MONEY.has(name) && typeof value === 'number' && typeof currency === 'string'
    ? money(value, currency)
    : String(value ?? 'none');
}

export const command = defineCommand({
  formats: true,
  options: [{ flags: '-n, --limit <count>', about: 'how many (50; 1000 in files)', parse: parsePositive }],
  examples: ['admin log', 'admin log --json'],
  async run(session, _args, options) {
    const limit = Math.min(MOST, options.limit ?? (session.format === 'table' ? SCREEN : MOST));
    const events = await listJournal(await session.context(), { limit });
    printList(session, {
      rows: events,
      columns: [
        { title: 'WHEN', show: ({ created_at }) => when(created_at), plain: ({ created_at }) => created_at },
        { title: 'WHO', show: ({ actor }) => actor, least: 10 },
        { title: 'WHAT', show: ({ verb }) => verb.replaceAll('-', ' ') },
        {
          title: 'FACTS',
          show: ({ facts }) =>
            Object.entries(facts)
              .map(([name, value]) => `${name.replaceAll('_', ' ')} ${shown(name, value, facts.currency)}`)
              .join(', '),
          least: 16,
        },
      ],
      json: { events },
      id: ({ id }) => id,
      empty: 'Nobody has changed prices, people or settings.',
    });
    if (events.length === limit) sayCut(session, limit, 'older ones are shown with a higher --limit');
  },
});
