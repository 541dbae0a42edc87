import { showBoard } from '../../src/operations/board.ts';
import { boardText } from '../lib/board-text.ts';
import type { Command } from '../lib/define.ts';
import { printRecord } from '../lib/render.ts';

/** Also what `orders` alone shows. */
export const command: Command = {
  formats: true,
  examples: ['', 'admin board --json'],
  async run(session) {
    const board = await showBoard(await session.context(), {});
    printRecord(session, board, () => boardText(session.io, board));
    return undefined;
  },
};
