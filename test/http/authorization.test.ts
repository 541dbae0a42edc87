/** Who may call what: every route with every kind of caller, against a list that is written apart from the routes. */
import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { accountOf } from '../../src/context.ts';
import type { Route } from '../../src/http/route.ts';
import { closeAccount, revokeTokens } from '../../src/people/change-access.ts';
import { type Answer, caller } from '../setup/api.ts';
import { documentedRoutes } from '../setup/documented.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { type Api, useApi } from '../setup/served.ts';
import { ACCESS } from './access.ts';

type Outcome = 'in' | 401 | 403 | 404;

interface Caller {
  readonly name: string;
  token(api: Api, owner: string): Promise<string | undefined> | string | undefined;
  expected(route: Route): Outcome;
}

const signed = async (
  { world }: Api,
  sub: string,
  more: { secret?: string; aud?: string; iss?: string; exp?: number; nbf?: number } = {},
) => {
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT({ role: 'admin' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(more.iss ?? 'orders')
    .setAudience(more.aud ?? 'orders')
    .setSubject(sub)
    .setIssuedAt(now - 1000)
    .setExpirationTime(more.exp ?? now + 600);
  if (more.nbf) token.setNotBefore(more.nbf);
  return token.sign(createSecretKey(more.secret ?? world.app.config.jwtSecret(), 'utf8'));
};

const unsigned = (sub: string): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return `${part({ alg: 'none' })}.${part({ sub, iss: 'orders', aud: 'orders', iat: now, exp: now + 600 })}.`;
};

/** Who may call a route, from the list that is kept apart from the routes. */
const roleOf = ({ method, path }: Route) => ACCESS[`${method} ${path}`];
const refused = (route: Route): Outcome => (roleOf(route) === 'public' ? 'in' : 401);
const ownsNothing = (route: Route): Outcome =>
  roleOf(route) === 'admin' ? 403 : roleOf(route) === 'customer' && /:order_/.test(route.path) ? 404 : 'in';
const owner = (route: Route): Outcome => (roleOf(route) === 'admin' ? 403 : 'in');
const past = () => Math.floor(Date.now() / 1000) - 60;

const CALLERS: readonly Caller[] = [
  { name: 'nobody', token: () => undefined, expected: refused },
  { name: 'the owner', token: (_, id) => id, expected: owner },
  { name: 'another customer', token: () => 'stranger', expected: ownsNothing },
  {
    name: 'staff',
    token: () => 'staff',
    expected: (route) => (roleOf(route) === 'customer' && /:order_/.test(route.path) ? 404 : 'in'),
  },
  { name: 'an expired token', token: (api, id) => signed(api, id, { exp: past() }), expected: refused },
  {
    name: 'a token that is not good yet',
    token: (api, id) => signed(api, id, { nbf: past() + 600 }),
    expected: refused,
  },
  { name: 'a forged token', token: (api, id) => signed(api, id, { secret: 'x'.repeat(40) }), expected: refused },
  {
    name: 'a token for somebody else',
    token: (api, id) => signed(api, id, { aud: 'another-shop' }),
    expected: refused,
  },
  { name: 'a token of another issuer', token: (api, id) => signed(api, id, { iss: 'mallory' }), expected: refused },
  { name: 'a token without a signature', token: (_, id) => unsigned(id), expected: refused },
  {
    name: 'a revoked token',
    async token(api, id) {
      const token = await signed(api, id);
      await revokeTokens(api.world.staff, { email: await emailOf(api, id) });
      return token;
    },
    expected: refused,
  },
  {
    name: 'a closed account',
    async token(api, id) {
      const token = await signed(api, id);
      await closeAccount(api.world.staff, { email: await emailOf(api, id) });
      return token;
    },
    expected: refused,
  },
];

async function emailOf({ world }: Api, id: string): Promise<string> {
  const { findUser } = await import('../../src/people/store.ts');
  return (await findUser(world.app.database, id as never))?.email ?? '';
}

const outcomeOf = ({ status, body }: Answer): Outcome => {
  if (status === 401 || status === 403) return status;
  return status === 404 && body?.code === 'order_not_found' ? 404 : 'in';
};

describe('authorization', () => {
  const api = useApi(ENGINES[0] as Engine, { ORDERS_ADDRESS_LIMIT_PER_MINUTE: '0' });
  let order: { id: string; order_number: string };
  let ownerId: string;

  beforeEach(async () => {
    const { world } = api();
    await world.product('MUG');
    const customer = await world.customer();
    ownerId = accountOf(customer.context.actor) as string;
    order = await customer.buy('MUG');
  });

  it('is written down for every route, and for no other', () => {
    expect(documentedRoutes().map(({ method, path }) => `${method} ${path}`)).to.have.members(Object.keys(ACCESS));
  });

  for (const { name, token, expected } of CALLERS) {
    it(`${name}: every route as declared`, async () => {
      const made = await token(api(), ownerId);
      const call =
        made === 'stranger'
          ? api().stranger
          : made === 'staff'
            ? api().clerk
            : caller(api().url, made === ownerId ? await signed(api(), ownerId) : made);
      const found: Record<string, Outcome> = {};
      const wanted: Record<string, Outcome> = {};
      for (const route of documentedRoutes()) {
        const path = route.path
          .replace(':order_id', order.id)
          .replace(':order_number', order.order_number)
          .replace(':sku', 'MUG')
          .replace(/:\w+/, 'x');
        const body = route.body ? {} : undefined;
        const answer = await call(route.method, path, body);
        found[`${route.method} ${route.path}`] = outcomeOf(answer);
        wanted[`${route.method} ${route.path}`] = expected(route);
      }
      expect(found).to.deep.equal(wanted);
    });
  }

  it('a token that was good is refused at once where something changes, and soon where it is read', async () => {
    const { world, as } = api();
    const call = as(await signed(api(), ownerId));
    expect((await call('GET', '/cart')).status).to.equal(200);
    await closeAccount(world.staff, { email: await emailOf(api(), ownerId) });
    expect((await call('PUT', '/cart', { items: [] })).status).to.equal(401);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await call('GET', '/cart')).status).to.equal(401);
  });

  it("answers another customer's order as one that is not there", async () => {
    const own = (await api().stranger('GET', `/orders/${order.id}`)).body;
    const none = (await api().stranger('GET', '/orders/ord_01h455vb4pex5vsknk084sn02q')).body;
    const plain = ({ request_id: _, detail, ...rest }: Record<string, string>) => ({
      ...rest,
      detail: detail?.replace(/"ord_.*"/, ''),
    });
    expect(plain(own)).to.deep.equal(plain(none));
  });
});
