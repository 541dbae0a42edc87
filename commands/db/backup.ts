import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { sqliteFile } from '../../src/database/sqlite-file.ts';
import { EXIT, Refusal } from '../../src/errors.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  args: [{ name: 'file', about: 'the new file' }],
  examples: ['db backup backup-2026-01-31.sqlite'],
  async run(session, [file = '']) {
    const { databaseUrl, dataDir } = await session.config();
    if (!sqliteFile(databaseUrl)) {
      throw new Refusal(
        'usage',
        'This is for the embedded database; of a server: mysqldump --single-transaction --hex-blob NAME > backup.sql',
      );
    }
    const folder = dirname(resolve(file));
    if (!existsSync(folder)) throw new Refusal('usage', `There is no folder ${folder} to write ${file} into.`);
    if (existsSync(file)) throw new Refusal('usage', `${file} is there already; name another file.`);
    // One statement, consistent while the shop goes on: https://sqlite.org/lang_vacuum.html
    await (await session.app()).database.run('VACUUM INTO ?', [file]);
    session.io.say(
      `${session.io.talkColor.green('✓')} ${file}. Keep the secrets of ${dataDir} (jwt-secret, timeline-key) with it, and the mails.`,
    );
    return EXIT.ok;
  },
});
