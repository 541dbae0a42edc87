import type { Command } from './lib/define.ts';
export const command: Command = { examples: ['demo'], run: async () => undefined };
