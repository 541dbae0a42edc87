/**
 * The parts of the documents that the program knows itself: README's table of settings, the reference of commands and the
 * catalogue of errors. Writes them; with --check it only says which of them are out of date, and fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, type CommandGroup, type CommandNode, isGroup } from '../commands/cli/define.ts';
import { PROGRAM } from '../commands/program.ts';
import type { Setting } from '../src/config/setting.ts';
import { SECTIONS } from '../src/config/settings.ts';
import { defaultOf } from '../src/config/sources.ts';
import { CATALOGUE, type ErrorCode } from '../src/errors.ts';
import { REMEDIES } from '../src/http/remedies.ts';

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...titles), `|${'---|'.repeat(titles.length)}`, ...rows.map((cells) => row(...cells))].join('\n');

const settingRow = (setting: Setting): readonly string[] => [
  `\`${setting.name}\``,
  setting.unset ?? (/[<@:/.]/.test(defaultOf(setting)) ? `\`${defaultOf(setting)}\`` : defaultOf(setting)),
  setting.about,
];

const settings = (): string =>
  SECTIONS.map(({ title, settings }) => {
    const rows = table(['setting', 'default', 'means'], settings.map(settingRow));
    return `**${title}**\n\n${rows}`;
  }).join('\n\n');

const errors = (): string =>
  table(
    ['code', 'HTTP', 'exit', 'again?', 'means', 'what to do'],
    (Object.keys(CATALOGUE) as ErrorCode[]).map((code) => {
      const { status, exit, retry, title } = CATALOGUE[code];
      return [`\`${code}\``, String(status), String(exit), retry ? 'yes' : '', title, REMEDIES[code]];
    }),
  );

async function commands(group: CommandGroup, path: readonly string[] = []): Promise<string> {
  const parts = [];
  for (const node of group.commands) parts.push(await section(node, path));
  return parts.join('\n\n');
}

async function section(node: CommandNode, path: readonly string[]): Promise<string> {
  if (isGroup(node)) return `## ${node.name}: ${node.summary}\n\n${await commands(node, [...path, node.name])}`;
  const { command } = await node.load();
  return `### orders ${[...path, node.name].join(' ')}\n\n${node.summary}\n\n${usage(command)}`;
}

function usage({ args = [], options = [], examples }: Command): string {
  const lines = [
    ...args.map(({ name, about, optional }) => `- \`${optional ? `[${name}]` : `<${name}>`}\` ${about}`),
    ...options.map(({ flags, about }) => `- \`${flags}\` ${about}`),
  ];
  const shown = examples.map((example) => `orders ${example}`).join('\n');
  return `${lines.length > 0 ? `${lines.join('\n')}\n\n` : ''}\`\`\`sh\n${shown}\n\`\`\``;
}

/** What stands between the marks of a name in a file. */
interface Part {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

const parts: readonly Part[] = [
  { file: 'README.md', name: 'settings', text: settings() },
  { file: 'docs/commands.md', name: 'commands', text: await commands(PROGRAM) },
  { file: 'docs/errors.md', name: 'errors', text: errors() },
];
const checking = process.argv.includes('--check');
const stale: string[] = [];

for (const { file, name, text } of parts) {
  const old = readFileSync(file, 'utf8');
  const marked = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
  if (!marked.test(old)) throw new Error(`${file} has no marks for ${name}`);
  const fresh = old.replace(marked, (_all, begin, end) => `${begin}${text}${end}`);
  if (fresh === old) continue;
  stale.push(file);
  if (!checking) writeFileSync(file, fresh);
}

if (checking && stale.length > 0) {
  process.stderr.write(`out of date: ${stale.join(', ')}; npm run docs writes them\n`);
  process.exitCode = 1;
} else process.stdout.write(`${parts.length} parts of the documents are what the program says\n`);
