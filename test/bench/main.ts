/** `npm run bench -- NAME`: throughput and latency, each beside a floor measured in the same run. */
import { parseArgs } from 'node:util';
import { benchBulk } from './bulk.ts';
import { benchCheckout } from './checkout.ts';
import { benchCli } from './cli.ts';
import { benchHttp } from './http.ts';
import { benchJobs } from './jobs.ts';
import type { BenchOptions } from './options.ts';
import { benchTracking } from './tracking.ts';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  checkout: benchCheckout,
  http: benchHttp,
  cli: benchCli,
  bulk: benchBulk,
  jobs: benchJobs,
  tracking: benchTracking,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } },
});
const bench = BENCHES[positionals[0] ?? ''];
if (bench) {
  await bench(values);
} else {
  const names = Object.keys(BENCHES).join(', ');
  process.stderr.write(`Usage: npm run bench -- NAME [--quick] [--profile FOLDER]; NAME is one of: ${names}\n`);
  process.exitCode = 2;
}
