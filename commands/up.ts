import { startServer } from '../src/http/server.ts';
import { startWorker } from '../worker/daemon.ts';
import { appWhenThere, untilSignalled } from './cli/daemon.ts';
import { defineCommand } from './cli/define.ts';

export const command = defineCommand({
  begins: true,
  examples: ['up'],
  async run(session) {
    const app = await appWhenThere(session);
    const server = await startServer(app);
    const worker = await startWorker(app);
    const mail = app.config.smtpUrl ? '' : `\nMail is written to ${app.config.mailDir}`;
    return untilSignalled(
      session,
      `Serving on ${server.url}, working as ${worker.name}\nThe API is described at ${server.url}/docs${mail}`,
      [() => server.close(), () => worker.stop()],
    );
  },
});
