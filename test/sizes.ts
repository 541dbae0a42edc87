/**
 * Fails when the house has grown beyond what a reader takes in: 250 lines a file, 60 a function, three positional parameters,
 * 18 % of the program in one room.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A list of tests may be somewhat longer. */
const limitsOf = (file: string) =>
  file.startsWith('test/') ? { file: 300, function: 70 } : { file: 250, function: 60 };
const MOST_PARAMETERS = 3;
const LARGEST_SHARE = 0.18;
/** Their parameters are those of an interface that somebody else wrote. */
const FOREIGN = new Set(['getNextJobToRun']);
const FOLDERS = ['bin', 'commands', 'src', 'worker', 'test'];

const faults: string[] = [];
const linesOfRooms = new Map<string, number>();
let files = 0;

for (const folder of FOLDERS) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.ts')) measure(join(folder, name));
  }
}

function measure(file: string): void {
  files += 1;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const lines = lineOf(source.getEnd());
  const room = roomOf(file);
  if (room) linesOfRooms.set(room, (linesOfRooms.get(room) ?? 0) + lines);
  const most = limitsOf(file);
  if (lines > most.file) faults.push(`${file}: ${lines} lines, at most ${most.file}`);

  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isSuite(node)) {
      const from = lineOf(node.getStart());
      const long = lineOf(node.getEnd()) - from + 1;
      if (long > most.function) faults.push(`${file}:${from}: a function of ${long} lines`);
      if (
        !file.startsWith('test/') &&
        node.parameters.length > MOST_PARAMETERS &&
        !FOREIGN.has(node.name?.getText() ?? '')
      ) {
        faults.push(`${file}:${from}: ${node.parameters.length} positional parameters; a record says them`);
      }
    }
    node.forEachChild(visit);
  };
  visit(source);
}

/** `src/orders`, `commands` and `commands/cli`, `worker`; nothing for tests, and for the few files beside the rooms. */
function roomOf(file: string): string | undefined {
  const [top, room, ...rest] = file.split('/');
  if (top === 'test') return undefined;
  if (top === 'commands' && room === 'cli') return 'commands/cli';
  return top === 'src' ? (rest.length > 0 ? `src/${room}` : undefined) : top;
}

const whole = [...linesOfRooms.values()].reduce((sum, lines) => sum + lines, 0);
for (const [room, lines] of linesOfRooms) {
  const share = lines / whole;
  if (share > LARGEST_SHARE) faults.push(`${room} has ${(share * 100).toFixed(1)} % of the lines`);
}

/** What is handed to describe() or onEvery(Engine|JobStore)() is a list of tests, not a function somebody has to follow. */
function isSuite(node: ts.Node): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) && /^(describe|onEvery(Engine|JobStore))$|describe\.skip/.test(call.expression.getText())
  );
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length === 0) process.stdout.write(`${files} files, each within its size\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
