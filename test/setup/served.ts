/** The program behind a socket, in this process: for tests that need HTTP and not a process of their own. */
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { type Answer, ask, type Call, caller } from './api.ts';
import type { Engine } from './engines.ts';
import { openWorld, type World } from './world.ts';

export interface Api {
  readonly world: World;
  readonly url: string;
  readonly customer: Call;
  /** Another customer. */
  readonly stranger: Call;
  readonly clerk: Call;
  readonly nobody: Call;
  as(token: string): Call;
  /** As the customer, with a body that is sent as it is. */
  raw(method: string, path: string, body: RequestInit['body'], contentType: string): Promise<Answer>;
}

/** Opens a world with a server before each test of the suite and closes both after. */
export function useApi(engine: Engine, settings?: Readonly<Record<string, string>>): () => Api {
  let server: HttpServer;
  let api: Api;
  beforeEach(async () => {
    const world = await openWorld(engine, settings);
    server = await startServer(world.app);
    const { url } = server;
    const signedIn = async () => world.token((await world.customer()).context, 'customer');
    const token = await signedIn();
    api = {
      world,
      url,
      customer: caller(url, token),
      stranger: caller(url, await signedIn()),
      clerk: caller(url, await world.token(world.staff, 'admin')),
      nobody: caller(url),
      as: (other) => caller(url, other),
      raw: (method, path, body, contentType) =>
        ask(url, method, path, { body, headers: { authorization: `Bearer ${token}`, 'content-type': contentType } }),
    };
  });
  afterEach(async () => {
    await server?.close(0);
    await api?.world.close();
  });
  return () => api;
}
