import { startServer } from '../src/http/server.ts';
import { untilSignalled } from './lib/daemon.ts';
import type { Command } from './lib/define.ts';

export const command: Command = {
  examples: ['serve', 'serve   # ORDERS_HTTP_PORT=8080 chooses the port'],
  async run(session) {
    const server = await startServer(await session.app());
    session.io.say(`Serving on ${server.url}`);
    return untilSignalled(session, [() => server.close()]);
  },
};
