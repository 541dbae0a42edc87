import { startServer } from '../src/http/server.ts';
import { runCluster } from './cli/cluster.ts';
import { appWhenThere, untilSignalled } from './cli/daemon.ts';
import { defineCommand } from './cli/define.ts';
import { parseCount } from './cli/values.ts';

export const command = defineCommand({
  begins: true,
  options: [
    {
      flags: '--workers <count>',
      about: 'as many processes on one port; each has limits of its own',
      parse: parseCount,
    },
  ],
  examples: ['serve', 'serve --workers 4', 'serve   # ORDERS_HTTP_PORT=8080 chooses the port'],
  async run(session, _args, options) {
    const app = await appWhenThere(session);
    const workers = options.workers ?? 1;
    if (workers > 1) {
      const exit = await runCluster(session, workers);
      if (exit !== undefined) return exit;
    }
    const server = await startServer(app);
    const ops = server.opsUrl ? `, probes and metrics on ${server.opsUrl}` : '';
    return untilSignalled(session, `Serving on ${server.url}${ops}`, [() => server.close()]);
  },
});
