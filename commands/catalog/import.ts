import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { Refusal } from '../../src/errors.ts';
import { importCatalog } from '../../src/imports/import-catalog.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: true,
  args: [
    { name: 'file', about: 'CSV with the columns sku,name,price,currency,stock,barcode,bin,weight_g; - is stdin' },
  ],
  options: [{ flags: '--dry-run', about: 'only say what would change' }],
  examples: ['catalog import products.csv', 'catalog import products.csv --dry-run'],
  async run(session, [file = ''], options) {
    const dryRun = options.dryRun === true;
    const rows = parseCsv(await readText(file), file);
    const spinner = session.mayAsk
      ? (await import('ora')).default({
          text: `Reading ${rows.length} products`,
          stream: session.io.surroundings.stderr,
        })
      : undefined;
    spinner?.start();
    try {
      const { added, changed, unchanged } = await importCatalog(await session.context(), {
        rows,
        dry_run: dryRun,
      });
      spinner?.stop();
      const would = dryRun ? ' (nothing was written)' : '';
      const text = `${rows.length} products: ${added} added, ${changed} changed, ${unchanged} as they were${would}`;
      printRecord(session, { added, changed, unchanged }, () => `${session.io.color.green('✓')} ${text}`);
    } finally {
      spinner?.stop();
    }
  },
});

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    throw new Refusal('file_unreadable', `${file} cannot be read (${(error as Error).message}).`);
  }
}

function parseCsv(text: string, file: string): Record<string, string>[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      delimiter: [',', ';', '\t'],
      trim: true,
    }) as Record<string, string>[];
  } catch (error) {
    throw new Refusal('file_unreadable', `${file} is not a CSV file: ${(error as Error).message}.`);
  }
  if (rows.length === 0)
    throw new Refusal(
      'file_unreadable',
      `${file} has no products in it: a header and one line for each product are needed.`,
    );
  return rows;
}
