/** Migrations that need more than a statement: a table made anew, rows filled in, and a process that dies in between. */
import { expect } from 'chai';
import type { Migration } from '../../src/database/migration.ts';
import { runMigration } from '../../src/database/run-migration.ts';
import { onEveryEngine } from '../setup/engines.ts';
import { useWorld } from '../setup/world.ts';

const COLUMNS = (size: string) => `id BINARY(16) NOT NULL PRIMARY KEY, name VARCHAR(${size}) NOT NULL, length INT`;

onEveryEngine('a migration with code', (engine) => {
  const world = useWorld(engine);
  const database = () => world().app.database;
  const drop = async () => {
    for (const table of ['test_children', 'test_parents']) await database().run(`DROP TABLE IF EXISTS ${table}`);
    await database().run("DELETE FROM migration_steps WHERE name LIKE 'test-%'");
  };
  /** The database goes back to the pool as it was. */
  const scene = (title: string, play: () => Promise<void>) =>
    it(title, async () => {
      try {
        await play();
      } finally {
        await drop();
      }
    });

  const first: Migration = {
    name: 'test-first',
    steps: [
      `CREATE TABLE test_parents (${COLUMNS('10')})`,
      'CREATE INDEX ix_test_parents_name ON test_parents (name)',
      `CREATE TABLE test_children (id BINARY(16) NOT NULL PRIMARY KEY, parent_id BINARY(16) NOT NULL,
        CONSTRAINT fk_test_children FOREIGN KEY (parent_id) REFERENCES test_parents (id))`,
    ],
  };
  const filled = async (rows: number) => {
    await runMigration(database(), first);
    for (let row = 0; row < rows; row++) {
      const id = Buffer.alloc(16, 0);
      id.writeUInt32BE(row + 1, 12);
      await database().run('INSERT INTO test_parents (id, name) VALUES (?, ?)', [id, `name ${row}`]);
    }
    const child = 'INSERT INTO test_children (id, parent_id) SELECT id, id FROM test_parents';
    await database().run(child);
  };
  const second = (die: () => void): Migration => ({
    name: 'test-second',
    steps: [
      (tools) =>
        tools.rebuild('test_parents', {
          columns: COLUMNS('200'),
          indexes: ['CREATE INDEX ix_test_parents_name ON test_parents (name)'],
          alter: ['ALTER TABLE test_parents MODIFY name VARCHAR(200) NOT NULL'],
        }),
      async (tools) => {
        await tools.eachSlice('test_parents', async (ids) => {
          const marks = ids.map(() => '?').join(', ');
          await tools.run(`UPDATE test_parents SET length = LENGTH(name) WHERE id IN (${marks})`, ids);
        });
        die();
      },
      'CREATE TABLE test_more (id BINARY(16) NOT NULL PRIMARY KEY)',
      'DROP TABLE test_more',
    ],
  });

  scene('makes a table anew with what is in it, and fills in every row', async () => {
    await filled(7);
    await runMigration(
      database(),
      second(() => {}),
    );
    const rows = await database().rows<{ name: string; length: number }>('SELECT name, length FROM test_parents');
    expect(rows.map(({ name, length }) => [name, Number(length)])).to.deep.equal(
      Array.from({ length: 7 }, (_, row) => [`name ${row}`, 6]),
    );
    await database().run('UPDATE test_parents SET name = ?', ['x'.repeat(150)]);
    const dangling = Buffer.alloc(16, 9);
    const orphan = database().run('INSERT INTO test_children (id, parent_id) VALUES (?, ?)', [dangling, dangling]);
    expect(await orphan.catch((error: Error) => error)).to.be.instanceOf(Error);
  });

  scene('goes on where it was when it was interrupted, and does nothing twice', async () => {
    await filled(3);
    let times = 0;
    const dies = second(() => {
      times += 1;
      if (times === 1) throw new Error('the process is gone');
    });
    const gone = await runMigration(database(), dies).catch((error: Error) => error.message);
    expect(gone).to.equal('the process is gone');
    await runMigration(database(), dies);
    await runMigration(database(), dies);
    expect(times).to.equal(2);
    const [row] = await database().rows<{ filled: number }>('SELECT COUNT(length) AS filled FROM test_parents');
    expect(Number(row?.filled)).to.equal(3);
  });

  scene('takes what a step had made before it died for made', async () => {
    await runMigration(database(), first);
    await database().run("UPDATE migration_steps SET done = 0 WHERE name = 'test-first' AND step = 1");
    if (engine.name === 'SQLite') await database().run('DROP INDEX ix_test_parents_name');
    await runMigration(database(), first);
    const [row] = await database().rows<{ open: number }>(
      'SELECT COUNT(*) AS open FROM migration_steps WHERE done = 0',
    );
    expect(Number(row?.open)).to.equal(0);
  });
});
