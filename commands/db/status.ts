import { type MigrationStatus, migrationStatus } from '../../src/database/migrate.ts';
import { EXIT } from '../../src/errors.ts';
import { defineCommand } from '../cli/define.ts';
import { type Column, printList } from '../cli/render.ts';

const columns: readonly Column<MigrationStatus>[] = [
  { title: 'MIGRATION', show: ({ name }) => name },
  { title: 'APPLIED', show: ({ appliedAt }) => appliedAt ?? 'pending' },
];

/** Exit 5 while migrations are pending, so that a deployment can ask. */
export const command = defineCommand({
  formats: true,
  examples: ['db status'],
  async run(session) {
    const migrations = await migrationStatus((await session.rawApp()).database);
    printList(session, { rows: migrations, columns, json: { migrations }, id: ({ name }) => name, empty: '' });
    return migrations.every(({ appliedAt }) => appliedAt) ? EXIT.ok : EXIT.conflict;
  },
});
