/** `npm run bench -- NAME`: throughput and latency, each beside a floor measured in the same run. */
import { benchCheckout } from './checkout.ts';

const BENCHES: Readonly<Record<string, (quick: boolean) => Promise<void>>> = { checkout: benchCheckout };

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`Usage: npm run bench -- NAME [--quick]; NAME is one of: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await bench(options.includes('--quick'));
}
