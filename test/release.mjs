// npm run release -- 1.2.0: a clean tree, green tests, a number for "Unreleased", a commit and a tag.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [version] = process.argv.slice(2);
const run = (program, ...words) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'inherit'] });
const fail = (why) => {
  process.stderr.write(`${why}\n`);
  process.exit(1);
};

if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) fail('Say which version: npm run release -- 1.2.0');
if (run('git', 'status', '--porcelain') !== '') fail('There are changes that are not committed.');
const changes = readFileSync('CHANGELOG.md', 'utf8');
if (!/^## Unreleased\n+\S/m.test(changes)) fail('The CHANGELOG says nothing under "Unreleased".');
if (changes.includes(`## ${version} `)) fail(`The CHANGELOG has a ${version} already.`);
execFileSync('npm', ['run', 'check'], { stdio: 'inherit' });
execFileSync('npm', ['test'], { stdio: 'inherit' });

const today = new Date().toISOString().slice(0, 10);
writeFileSync('CHANGELOG.md', changes.replace('## Unreleased\n', `## Unreleased\n\n## ${version} (${today})\n`));
run('npm', 'version', version, '--no-git-tag-version');
run('git', 'commit', '-am', `Release ${version}`);
run('git', 'tag', '-a', `v${version}`, '-m', `Release ${version}`);
process.stdout.write(`v${version} is committed and tagged.\n`);
