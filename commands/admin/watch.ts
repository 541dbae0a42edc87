import { Refusal } from '../../src/errors.ts';
import { terminalText } from '../../src/lib/foreign-text.ts';
import { showBoard } from '../../src/operations/board.ts';
import { defineCommand } from '../cli/define.ts';
import { when } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseCount } from '../cli/values.ts';
import { boardText } from './board-text.ts';

const EVERY_SECONDS = 2;

export const command = defineCommand({
  options: [{ flags: '--every <seconds>', about: `how often to look (${EVERY_SECONDS})`, parse: parseCount }],
  examples: ['admin watch', 'admin watch --every 10'],
  async run(session, _args, options) {
    if (!session.io.interactive || !session.io.terminal) {
      throw new Refusal('usage', 'watch needs a terminal; orders admin board prints the same once.');
    }
    const every = options.every ?? EVERY_SECONDS;
    await watch(session, Math.max(1, every) * 1000);
  },
});

/** Looks again and again until q, Ctrl-C or Escape. Lines are overwritten, never cleared first: nothing flickers. */
async function watch(session: Session, everyMs: number): Promise<void> {
  const { io } = session;
  const { stdin } = io.surroundings;
  const context = await session.context();
  let wake = () => {};
  let over = false;
  const listen = (key: Buffer) => {
    if (['q', 'Q', '\u0003', '\u001b'].includes(key.toString())) {
      over = true;
      wake();
    }
  };
  stdin.setRawMode?.(true);
  stdin.on('data', listen);
  stdin.resume();
  io.write('\u001b[?1049h\u001b[?25l');
  try {
    while (!over) {
      const board = await showBoard(context, {});
      const text = `${boardText(io, board)}\n\n${io.color.dim(`${when(context.now())}, every ${everyMs / 1000} s. q quits.`)}`;
      io.write(`\u001b[H${terminalText(text).split('\n').join('\u001b[K\n')}\u001b[K\u001b[J`);
      if (over) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    io.write('\u001b[?25h\u001b[?1049l');
    stdin.off('data', listen);
    stdin.setRawMode?.(false);
    stdin.pause();
  }
}
