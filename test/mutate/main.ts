/**
 * npm run mutate: breaks the rules of mutations.ts (and `rules/`), one at a time, in a copy of the program, and runs the tests that are
 * fast enough on SQLite. A rule that is broken and fails no test is a survivor. Fails when more than a tenth survive.
 * `npm run mutate -- refund` tries only those whose sentence or file holds the word.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';

const AT_ONCE = 2;
const LEAST_KILLED = 0.9;
const LONGEST_MS = 300_000;
const COPIED = [
  'bin',
  'commands',
  'src',
  'test',
  'worker',
  'build.mjs',
  'package.json',
  'tsconfig.json',
  '.mocharc.json',
];
const FOLDERS = ['unit', 'use-cases', 'http', 'contract', 'cli'].map((folder) => `test/${folder}/**/*.test.ts`);
const TESTS = [...FOLDERS, 'test/worker/outbox.test.ts'];
/** They run real processes from dist, which holds no mutation. */
const LEFT_OUT = ['--exclude', 'test/cli/program.test.ts'];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const chosen = MUTATIONS.filter(({ broken, file }) => wanted.every((word) => `${broken} ${file}`.includes(word)));
const ill = chosen.filter(({ file, find }) => readFileSync(file, 'utf8').split(find).length !== 2);
for (const { file, broken } of ill) process.stderr.write(`${file} no longer fits: ${broken}\n`);
if (ill.length > 0) process.exit(1);

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'orders-mutate-'));
  for (const name of COPIED) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  cpSync('dist', join(copy, 'dist'), { recursive: true });
  return copy;
}

/** Resolves with whether a test failed. */
function runTests(folder: string): Promise<boolean> {
  const words = ['--bail', '--reporter', 'dot', ...LEFT_OUT, ...TESTS];
  const child = spawn(join(folder, 'node_modules/.bin/mocha'), words, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ORDERS_TEST_ENGINES: 'sqlite', ORDERS_TEST_NO_BUILD: '1' },
  });
  // What never ends has been noticed as well.
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  return new Promise((done) =>
    child.once('close', (code) => {
      clearTimeout(timer);
      done(code !== 0);
    }),
  );
}

async function isKilled(folder: string, { file, find, replace }: Mutation): Promise<boolean> {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    return await runTests(folder);
  } finally {
    writeFileSync(path, source);
  }
}

execFileSync(process.execPath, ['build.mjs']);
const copies = Array.from({ length: AT_ONCE }, makeCopy);
const survivors: Mutation[] = [];
const waiting = [...chosen];

async function work(folder: string): Promise<void> {
  for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
    const killed = await isKilled(folder, mutation);
    if (!killed) survivors.push(mutation);
    process.stdout.write(`${killed ? 'killed  ' : 'SURVIVED'}  ${mutation.broken}  (${mutation.file})\n`);
  }
}

try {
  if (await runTests(copies[0] as string)) throw new Error('the tests fail before anything is broken');
  await Promise.all(copies.map(work));
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}
const share = 1 - survivors.length / chosen.length;
process.stdout.write(
  `${chosen.length} broken, ${chosen.length - survivors.length} killed: ${(share * 100).toFixed(1)} %\n`,
);
process.exitCode = share < LEAST_KILLED ? 1 : 0;
