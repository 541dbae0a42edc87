// Builds dist/: one small file for each command, shared code split out, packages left where npm put them.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { build } from 'esbuild';

/** Read at every start of a command: bundled, they are one file each instead of hundreds. The others stay with npm. */
const BUNDLED = ['chalk', 'cli-table3', 'commander', 'zod'];
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const external = Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['bin/orders.ts'],
  outdir: 'dist/bin',
  outbase: 'bin',
  chunkNames: '../chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: external.flatMap((name) => [name, `${name}/*`]),
  // CommonJS packages in the bundle ask for node's own modules.
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
  },
  sourcemap: true,
});
cpSync('src/assets', 'dist/assets', { recursive: true });
chmodSync('dist/bin/orders.js', 0o755);

// npm links a package's own command for others, never for itself; with this, `npx orders` works in a clone.
if (process.platform !== 'win32') {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/orders', { force: true });
  symlinkSync('../../dist/bin/orders.js', 'node_modules/.bin/orders');
}
