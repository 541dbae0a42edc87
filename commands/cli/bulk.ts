/** Doing very many things: several at a time, with a bar that says how fast and how long still, and a Ctrl-C that ends well. */
import pLimit from 'p-limit';
import type { Io } from './io.ts';

export interface Bulk<Row> {
  readonly rows: readonly Row[];
  readonly atOnce: number;
  /** Does one; its own failures are its own business. */
  work(row: Row): Promise<void>;
}

export interface BulkEnd {
  readonly done: number;
  /** Ctrl-C: what had begun was finished, the rest was not begun. */
  readonly interrupted: boolean;
}

const BAR = 24;
const DRAW_EVERY_MS = 100;

export async function runBulk<Row>(io: Io, { rows, atOnce, work }: Bulk<Row>): Promise<BulkEnd> {
  let done = 0;
  let interrupted = false;
  let drawnAt = 0;
  const begun = Date.now();
  const stop = () => {
    interrupted = true;
    io.say('\nFinishing what has begun; --resume goes on later.');
  };
  process.once('SIGINT', stop);
  const draw = () => {
    if (Date.now() - drawnAt < DRAW_EVERY_MS && done < rows.length) return;
    drawnAt = Date.now();
    io.progress(bar(done, rows.length, (drawnAt - begun) / 1000));
  };
  const limit = pLimit(atOnce);
  const one = async (row: Row): Promise<void> => {
    if (interrupted) return;
    await work(row);
    done += 1;
    draw();
  };
  try {
    await limit.map(rows, one);
  } finally {
    process.off('SIGINT', stop);
    io.progress('');
  }
  return { done, interrupted };
}

/** `████████░░░░  412/1000  86/s  7 s left` */
function bar(done: number, total: number, seconds: number): string {
  const filled = Math.round((done / Math.max(1, total)) * BAR);
  const rate = done / Math.max(0.001, seconds);
  const left = done > 0 ? duration((total - done) / rate) : '…';
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${done}/${total}  ${rate.toFixed(rate < 10 ? 1 : 0)}/s  ${left} left`;
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
