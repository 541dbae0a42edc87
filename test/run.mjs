// npm test: all the tests, or those that are named: npm test -- test/unit/money.test.ts --grep cents
import { spawnSync } from 'node:child_process';

const given = process.argv.slice(2);
const named = given.some((word) => /\.ts$|\*|^test\//.test(word));
const { status } = spawnSync('mocha', named ? given : [...given, 'test/**/*.test.ts'], { stdio: 'inherit' });
process.exitCode = status ?? 1;
