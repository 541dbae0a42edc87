/** Tokens of another issuer: its keys are fetched, kept and rotated; its people become ours. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { caller } from '../setup/api.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { openWorld, type World } from '../setup/world.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

describe('another issuer', () => {
  let issuer: Server;
  let keys: JWK[];
  let asked: number;
  let pair: Pair;
  let world: World;
  let server: HttpServer;

  const publish = async (kid: string, { publicKey }: Pair) => {
    keys = [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256' }];
  };

  beforeEach(async () => {
    asked = 0;
    issuer = createServer((_, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    pair = await generateKeyPair('ES256');
    await publish('one', pair);
    world = await openWorld(ENGINES[0] as Engine, {
      ORDERS_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`,
      ORDERS_JWT_ISSUER: 'https://login.test',
      ORDERS_JWT_AUDIENCE: 'shop',
    });
    server = await startServer(world.app);
  });
  afterEach(async () => {
    await server.close(0);
    await world.close();
    issuer.close();
  });

  const token = (claims: object, kid = 'one', key = pair) =>
    new SignJWT({ email: 'ann@example.org', email_verified: true, name: 'Ann', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer('https://login.test')
      .setAudience('shop')
      .setSubject('auth0|123')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key.privateKey);
  const ask = async (signed: string, path = '/cart') => (await caller(server.url, signed)('GET', path)).status;

  it('signs people in: the first call makes the customer, the second finds them', async () => {
    expect(await ask(await token({}))).to.equal(200);
    expect(await ask(await token({ jti: '2' }))).to.equal(200);
    expect(await world.count('users')).to.equal(1);
    expect(asked).to.equal(1);
  });

  it('says which language they read', async () => {
    const locale = async () =>
      (await world.app.database.rows<{ locale: string | null }>('SELECT locale FROM users'))[0];
    await ask(await token({}));
    expect(await locale()).to.deep.equal({ locale: null });
    await ask(await token({ locale: 'de-CH' }));
    expect(await locale()).to.deep.equal({ locale: 'de' });
    await ask(await token({ locale: 'tlh' }));
    expect(await locale()).to.deep.equal({ locale: 'de' });
  });

  it('says who is staff', async () => {
    expect(await ask(await token({}), '/orders/admin/all')).to.equal(403);
    expect(await ask(await token({ role: 'admin' }), '/orders/admin/all')).to.equal(200);
  });

  it('does not get in with an address it has not verified, or with our own kind of token', async () => {
    expect(await ask(await token({ email_verified: false }))).to.equal(401);
    expect(await ask(await world.token((await world.customer()).context, 'customer'))).to.equal(401);
  });

  it('is told from a bad token when it is away', async () => {
    const signed = await token({});
    await new Promise((resolve) => {
      issuer.close(resolve);
      issuer.closeAllConnections();
    });
    const { status, body } = await caller(server.url, signed)('GET', '/cart');
    expect([status, body.code]).to.deep.equal([503, 'issuer_unavailable']);
  });

  it('rotates its keys, and nobody makes us ask for them all the time', async () => {
    expect(await ask(await token({}))).to.equal(200);
    const next = await generateKeyPair('ES256');
    await publish('two', next);
    // Within the cool-down an unknown key is refused without asking.
    expect(await ask(await token({}, 'two', next))).to.equal(401);
    expect(asked).to.equal(1);
  });
});
