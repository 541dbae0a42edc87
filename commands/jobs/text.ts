/** The workers, a line each: who lives, and who died without taking leave. */
import type { WorkerView } from '../../src/jobs/workers.ts';
import type { Io } from '../cli/io.ts';
import { when } from '../cli/render.ts';

export function workersText(io: Io, workers: readonly WorkerView[]): string {
  if (workers.length === 0) return `${io.color.yellow('!')} No worker is running: orders worker starts one.`;
  return workers
    .map(({ name, alive, started_at, seen_at }) =>
      alive
        ? `${io.color.green('✓')} Worker ${name} lives, since ${when(started_at)}`
        : `${io.color.yellow('!')} Worker ${name} died: last seen ${when(seen_at)}; others do its work`,
    )
    .join('\n');
}
