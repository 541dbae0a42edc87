import { showBoard } from '../../src/operations/board.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { boardText } from './board-text.ts';

/** Also what `orders` alone shows. */
export const command = defineCommand({
  formats: 'one',
  examples: ['', 'admin board --json'],
  async run(session) {
    const board = await showBoard(await session.context(), {});
    printRecord(session, board, () => boardText(session.io, board));
  },
});
