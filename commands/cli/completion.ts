/**
 * What may come next on a command line. Words and flags come from the command tree, order numbers, SKUs and carriers from
 * the database — asked directly, without the ORM, because every key press waits for it.
 */
import { type CommandEntry, type CommandNode, isGroup } from './define.ts';
import type { Session } from './session.ts';
import { suggest } from './suggestions.ts';

const COMMON = ['--by', '--yes', '--no-input', '--help'];

/** The candidates for the last word, of which the words before it are whole. */
export async function candidates(
  session: Session,
  tree: readonly CommandNode[],
  words: readonly string[],
): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  let nodes: readonly CommandNode[] = tree;
  for (const [index, word] of before.entries()) {
    const node = nodes.find(({ name }) => name === word);
    if (!node) return [];
    if (!isGroup(node)) return leafCandidates(session, node, { before: before.slice(index + 1), typed });
    nodes = node.commands;
  }
  return nodes.map(({ name }) => name).filter((name) => name.startsWith(typed));
}

async function leafCandidates(
  session: Session,
  entry: CommandEntry,
  { before, typed }: { readonly before: readonly string[]; readonly typed: string },
): Promise<string[]> {
  const { command } = await entry.load();
  const flags = (command.options ?? []).map((option) => ({
    ...option,
    names: [...(option.flags.match(/--?[\w-]+/g) ?? [])] as string[],
  }));
  const last = flags.find(({ names }) => names.includes(before.at(-1) ?? ''));
  if (last && /[<[]/.test(last.flags)) return suggest(session, last.names.at(-1) ?? '', typed);
  if (typed.startsWith('-')) {
    const formats = command.formats ? ['--json', '--format'] : [];
    const all = [...flags.flatMap(({ names }) => names.filter((name) => name.startsWith('--'))), ...formats, ...COMMON];
    return all.filter((name) => name.startsWith(typed));
  }
  const argument = command.args?.[0]?.name.replace('...', '') ?? '';
  return suggest(session, argument, typed);
}
