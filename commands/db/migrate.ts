import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  examples: ['db migrate'],
  async run(session) {
    const applied = await (await session.rawApp()).migrate();
    for (const name of applied) session.io.say(`${session.io.talkColor.green('✓')} ${name}`);
    session.io.say(
      applied.length === 0 ? 'The schema is up to date.' : `${applied.length} applied; the schema is up to date.`,
    );
  },
});
