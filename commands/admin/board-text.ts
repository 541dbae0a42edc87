/** The shift board as text: at most 80 columns, one line a count, and what to type about it. */
import type { Board } from '../../src/operations/board.ts';
import type { Io } from '../cli/io.ts';
import { padEnd, padStart } from '../cli/width.ts';

interface BoardLine {
  readonly count: number;
  readonly label: string;
  readonly command: string;
  /** Anything above zero is trouble. */
  readonly trouble?: boolean;
}

const linesOf = (board: Board): BoardLine[] => [
  { count: board.to_pick, label: 'to pick', command: 'admin pick' },
  { count: board.in_waves, label: 'being picked and packed', command: 'admin pack ORDER --scan' },
  { count: board.late, label: 'late', command: 'admin list --late --oldest', trouble: true },
  { count: board.held, label: 'on hold', command: 'admin list --held' },
  { count: board.pending, label: 'waiting for payment', command: 'admin list --status pending' },
  { count: board.stuck, label: 'stuck', command: 'admin stuck', trouble: true },
  { count: board.tracking_exceptions, label: 'parcels held up', command: 'track --exceptions', trouble: true },
  { count: board.mail.waiting, label: 'mails waiting', command: 'mail list' },
  { count: board.mail.failing, label: 'of them tried in vain', command: 'jobs list', trouble: true },
  { count: board.mail.dead, label: 'mails and jobs given up', command: 'admin stuck', trouble: true },
];

/** Lines without a newline at the end of the last. */
export function boardText({ color, width }: Io, board: Board): string {
  const lines = linesOf(board).map(({ count, label, command, trouble }) => {
    const number = padStart(String(count), 6);
    const shown = count === 0 ? color.dim(number) : trouble ? color.red(number) : color.bold(number);
    const hint = width >= 60 ? color.dim(`orders ${command}`) : '';
    return `${shown}  ${padEnd(label, 26)}${hint}`.trimEnd();
  });
  const today = `Today: ${board.placed_today} placed, ${board.shipped_today} ${board.shipped_today === 1 ? 'parcel' : 'parcels'} shipped`;
  const why = board.mail.error ? [color.red(`The last mail failed: ${board.mail.error}`.slice(0, width)), ''] : [];
  return [color.bold('The shift, as it stands'), '', ...lines, '', ...why, today].join('\n');
}
