/** What the command says when the configuration, the folder or the database is not as it should be. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { outageOf } from '../../src/database/outages.ts';
import { EXIT } from '../../src/errors.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { orders } from '../setup/terminal.ts';
import { useWorld } from '../setup/world.ts';

describe('orders where something is wrong', () => {
  const world = useWorld(ENGINES[0] as Engine);
  const run = (line: string, options = {}) => orders(world(), line, options);

  it('shows the settings also when one is wrong, and which', async () => {
    const shown = await run('config show', {
      env: { ORDERS_HTTP_PORT: 'abc', ORDERS_DATABASE_URL: 'mysql://u:a#b@h/orders' },
    });
    expect(shown.code).to.equal(EXIT.usage);
    expect(shown.stdout)
      .to.match(/ORDERS_HTTP_PORT +abc +environment/)
      .and.to.match(/ORDERS_DATA_DIR/);
    expect(shown.stderr)
      .to.match(/ORDERS_HTTP_PORT must be a port/)
      .and.to.match(/ORDERS_DATABASE_URL must be mysql:.*%23/);
    expect(shown.stdout + shown.stderr).to.not.match(/a#b/);
  });

  it('looks around an empty folder without leaving anything there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-empty-'));
    try {
      for (const words of ['admin board', 'admin list', 'doctor', 'catalog list']) {
        const { code, stderr } = await run(words, {
          env: { ORDERS_DATA_DIR: join(folder, 'var'), ORDERS_DATABASE_URL: '' },
        });
        expect(code, words).to.equal(EXIT.usage);
        expect(stderr).to.match(/There is no shop in .*var yet\. Begin one with orders up/);
      }
      expect(readdirSync(folder)).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says what is wrong with a database file, and what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-damaged-'));
    const say = async (file: string) => {
      const { code, stderr } = await run('admin list', {
        env: { ORDERS_DATABASE_URL: `sqlite:${join(folder, file)}` },
      });
      expect(code, stderr).to.equal(EXIT.unavailable);
      expect(stderr).to.not.match(/bug|inside orders| at /);
      return stderr;
    };
    try {
      writeFileSync(join(folder, 'letter'), 'Dear Sir or Madam, '.repeat(500));
      expect(await say('letter')).to.match(/no SQLite database/);
      mkdirSync(join(folder, 'folder'));
      expect(await say('folder')).to.match(/cannot be opened/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [error, code, cure] of [
    [{ code: 'SQLITE_FULL' }, 'storage_full', /disk .* is full; make room/],
    [{ parent: { code: 'SQLITE_READONLY_DBMOVED' } }, 'database_refused', /can only be read/],
    [{ code: 'SQLITE_CORRUPT_VTAB' }, 'database_refused', /damaged.*backup/],
    [{ code: 'SQLITE_IOERR_WRITE' }, 'database_refused', /system log/],
    [{ code: 'ENOSPC' }, 'storage_full', /make room/],
    [{ parent: { errno: 1114 } }, 'storage_full', /make room/],
    [{ errno: 1045 }, 'database_refused', /user, password, rights/],
    [{ errno: 1049 }, 'database_refused', /CREATE DATABASE/],
    [{ errno: 1290 }, 'database_refused', /read-only/],
    [{ errno: 1040 }, 'database_unavailable', /max_connections/],
    [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, 'database_unavailable', /Is it running/],
  ] as const) {
    it(`knows ${JSON.stringify(error)}`, () => {
      const outage = outageOf(error);
      expect(outage?.code).to.equal(code);
      expect(outage?.cure).to.match(cure);
    });
  }

  it('names a file that cannot be written, and why', async () => {
    const { code, stderr } = await run('admin export --out /nowhere/orders.csv');
    expect(code).to.equal(EXIT.usage);
    expect(stderr).to.match(/\/nowhere\/orders\.csv cannot be used: there is no such file or folder/);
  });

  it('takes a bug for a bug', () => {
    expect(outageOf(new TypeError('x is not a function'))).to.equal(undefined);
    expect(outageOf(undefined)).to.equal(undefined);
  });
});
