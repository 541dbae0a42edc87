import { EXIT } from '../../src/errors.ts';
import { readCatalogFile } from '../../src/imports/catalog-file.ts';
import { type CatalogImport, importCatalog } from '../../src/imports/import-catalog.ts';
import { defineCommand } from '../cli/define.ts';
import { readInput } from '../cli/input.ts';
import { printRecord, table } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';

const SHOWN = 20;

export const command = defineCommand({
  begins: true,
  formats: 'one',
  args: [
    { name: 'file', about: 'CSV with the columns sku,name,price,currency,stock,barcode,bin,weight_g; - is stdin' },
  ],
  options: [
    { flags: '--dry-run', about: 'only say what would change, field by field' },
    { flags: '--set-stock', about: 'take the stock of known products from the file too' },
  ],
  examples: [
    'catalog import products.csv --dry-run',
    'catalog import products.csv',
    'catalog list --format csv | orders catalog import -',
  ],
  async run(session, [file = ''], options) {
    const { rows, rejected, notes } = readCatalogFile(await readInput(session, file), file);
    for (const note of notes) session.io.say(note);
    const dryRun = options.dryRun === true;
    const result = await importCatalog(await session.context(), {
      rows: rows.map(({ fields }) => fields as Record<string, string>),
      lines: rows.map(({ line }) => line),
      rejected: [...rejected],
      dry_run: dryRun,
      set_stock: options.setStock === true,
    });
    printRecord(session, result, () => report(session, result, { count: rows.length + rejected.length, dryRun }));
    return result.failed.length > 0 ? EXIT.partial : EXIT.ok;
  },
});

function report(
  { io }: Session,
  { added, changed, unchanged, failed, changes }: CatalogImport,
  { count, dryRun }: { readonly count: number; readonly dryRun: boolean },
): string {
  const would = dryRun ? ' (nothing was written)' : '';
  const left = failed.length > 0 ? `, ${failed.length} left out` : '';
  const head = `${io.color.green('✓')} ${count} products: ${added} added, ${changed} changed, ${unchanged} as they were${left}${would}`;
  const changed_ = table(io, changes.slice(0, SHOWN), [
    { title: 'SKU', show: ({ sku }) => sku, least: 8 },
    { title: 'FIELD', show: ({ field }) => field },
    { title: 'FROM', show: ({ from }) => from || '–', least: 6 },
    { title: 'TO', show: ({ to }) => to || '–', least: 6 },
  ]);
  const failures = table(io, failed.slice(0, SHOWN), [
    { title: 'LINE', show: ({ line }) => String(line), right: true },
    { title: 'SKU', show: ({ sku }) => sku, least: 8 },
    { title: 'LEFT OUT, BECAUSE', show: ({ detail }) => detail, least: 20 },
  ]);
  return [
    head,
    ...(changes.length > 0 ? [changed_, rest(changes.length, 'changes')] : []),
    ...(failed.length > 0 ? [failures, rest(failed.length, 'rows')] : []),
  ]
    .filter(Boolean)
    .join('\n');
}

const rest = (count: number, what: string): string =>
  count > SHOWN ? `… and ${count - SHOWN} more ${what} (--json shows all)` : '';
