/** Fails when a file or a function has grown beyond what a reader takes in: 300 lines a file, 70 a function. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const MOST_LINES_OF_FILE = 300;
const MOST_LINES_OF_FUNCTION = 70;
const FOLDERS = ['bin', 'commands', 'src', 'worker', 'test'];

const faults: string[] = [];
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
  if (lines > MOST_LINES_OF_FILE) faults.push(`${file}: ${lines} lines, at most ${MOST_LINES_OF_FILE}`);

  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isSuite(node)) {
      const from = lineOf(node.getStart());
      const long = lineOf(node.getEnd()) - from + 1;
      if (long > MOST_LINES_OF_FUNCTION) faults.push(`${file}:${from}: a function of ${long} lines`);
    }
    node.forEachChild(visit);
  };
  visit(source);
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
