/** A shop in a box: the program on a fresh database, a clock that can be moved, people, products and shortcuts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ParsedMail, simpleParser } from 'mailparser';
import { type App, openApp } from '../../src/app.ts';
import { setCartItem } from '../../src/carts/set-cart-item.ts';
import { checkout } from '../../src/checkout/checkout.ts';
import type { CheckoutResult } from '../../src/checkout/contract.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Context } from '../../src/context.ts';
import { accountOf } from '../../src/context.ts';
import { signToken } from '../../src/http/auth/tokens.ts';
import { importCatalog } from '../../src/imports/import-catalog.ts';
import { audit } from '../../src/operations/audit/audit.ts';
import { addPerson } from '../../src/people/add-person.ts';
import { silentLogger } from '../../src/platform/log.ts';
import { workNow } from '../../worker/work-now.ts';
import { type Engine, scratchFolder } from './engines.ts';

export const ADDRESS = {
  name: 'Ann Example',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postal_code: '10115',
  country: 'DE',
};

export interface World {
  readonly app: App;
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly staff: Context;
  readonly system: Context;
  /** Moves the clock forward. */
  pass(ms: number): void;
  /** A new customer, signed in. */
  customer(name?: string): Promise<Customer>;
  token(context: Context, role: 'customer' | 'admin'): Promise<string>;
  product(sku: string, options?: { price?: string; stock?: number; currency?: string }): Promise<void>;
  stockOf(sku: string): Promise<{ on_hand: number; reserved: number }>;
  /** Does everything the worker would, now. */
  work(): Promise<void>;
  mails(): Promise<ParsedMail[]>;
  /** Fails, naming the findings, unless the audit is clean. */
  expectClean(): Promise<void>;
  count(table: string): Promise<number>;
  close(): Promise<void>;
}

export interface Customer {
  readonly context: Context;
  put(sku: string, quantity?: number): Promise<void>;
  checkout(options?: CheckoutOptions): Promise<CheckoutResult>;
  /** Puts in, checks out, returns the confirmed order. */
  buy(sku: string, quantity?: number, options?: CheckoutOptions): Promise<CheckoutResult['order']>;
}

interface CheckoutOptions {
  readonly token?: string;
  readonly key?: string;
  readonly expected_total?: number;
  readonly expected_currency?: string;
  readonly country?: string;
  readonly shipping_address?: typeof ADDRESS & { readonly company?: string; readonly phone?: string };
  readonly shipping_method?: string;
  readonly locale?: string;
}

let people = 0;

export type Settings = Readonly<Record<string, string>>;

export async function openWorld(engine: Engine, settings: Settings = {}): Promise<World> {
  const fresh = await engine.fresh();
  const folder = scratchFolder();
  const environment = {
    ORDERS_DATABASE_URL: fresh.url,
    ORDERS_DATA_DIR: folder,
    ORDERS_HTTP_PORT: '0',
    ORDERS_LOG_LEVEL: 'silent',
    ORDERS_SHIPPED_MAIL_DELAY_SECONDS: '0',
    ...settings,
  };
  const config = loadConfig(environment, folder);
  let offset = 0;
  const app = openApp(config, { now: () => Date.now() + offset, log: silentLogger });
  const staff = app.context({ kind: 'staff', name: 'clerk' }, 'test');
  const system = app.context({ kind: 'system', name: 'test' }, 'test');

  return {
    app,
    folder,
    environment,
    staff,
    system,
    pass: (ms) => {
      offset += ms;
    },
    async customer(name = 'Ann Example') {
      const user = await addPerson(system, { email: `customer${++people}@example.org`, name });
      return customerOf(app.context({ kind: 'customer', name: user.email, id: user.id }, 'test'));
    },
    async token({ actor }, role) {
      const id =
        accountOf(actor) ?? (await addPerson(system, { email: `staff${++people}@example.org`, role: 'admin' })).id;
      return signToken({ id, role }, config.jwtSecret(), { days: 1, nowMs: Date.now() });
    },
    async product(sku, { price = '12.50', stock = 10, currency = 'EUR' } = {}) {
      const rows = [{ sku, name: `Product ${sku}`, price, currency, stock: String(stock) }];
      await importCatalog(system, { rows, set_stock: true });
    },
    async stockOf(sku) {
      const [row] = await app.database.rows<{ on_hand: number; reserved: number }>(
        'SELECT s.on_hand, s.reserved FROM stock s JOIN products p ON p.id = s.product_id WHERE p.sku = ?',
        [sku],
      );
      return { on_hand: Number(row?.on_hand), reserved: Number(row?.reserved) };
    },
    work: async () => {
      await workNow(app);
    },
    mails: () => readMails(config.mailDir),
    async expectClean() {
      const report = await audit(system, {});
      expect(report.checks.filter(({ findings }) => findings.length > 0)).to.deep.equal([]);
    },
    async count(table) {
      const [row] = await app.database.rows<{ total: number }>(`SELECT COUNT(*) AS total FROM ${table}`);
      return Number(row?.total);
    },
    async close() {
      await app.close();
      await fresh.dispose();
    },
  };
}

function customerOf(context: Context): Customer {
  const put = async (sku: string, quantity = 1) => {
    await setCartItem(context, { sku, quantity });
  };
  const pay = ({ token = 'tok_ok', key, country = 'DE', ...rest }: CheckoutOptions = {}) =>
    checkout(context, {
      shipping_address: { ...ADDRESS, country },
      payment_method: 'card',
      payment_details: { token },
      idempotency_key: key,
      ...rest,
    });
  return {
    context,
    put,
    checkout: pay,
    async buy(sku, quantity = 1, options) {
      await put(sku, quantity);
      return (await pay(options)).order;
    },
  };
}

/** Every mail in a folder, oldest first. */
async function readMails(folder: string): Promise<ParsedMail[]> {
  let files: string[] = [];
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith('.eml'))
      .sort();
  } catch {
    return [];
  }
  return Promise.all(files.map((file) => simpleParser(readFileSync(join(folder, file)))));
}

/** The refusal a promise ends with. Fails when it does not end with one. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; facts: Record<string, unknown> }> {
  try {
    await promise;
  } catch (error) {
    const refusal = error as { code?: string; message: string; extras?: { facts?: Record<string, unknown> } };
    if (refusal.extras === undefined) throw error;
    return { code: refusal.code ?? '', message: refusal.message, facts: refusal.extras.facts ?? {} };
  }
  throw new Error('it was not refused');
}

/** Opens a world before each test of the suite and closes it after. */
export function useWorld(engine: Engine, settings: Settings | (() => Promise<Settings>) = {}): () => World {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(engine, typeof settings === 'function' ? await settings() : settings);
  });
  afterEach(() => world?.close());
  return () => world;
}
