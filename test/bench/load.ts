/** Work done by so many at once, timed one by one. */
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Does `work` for every number below `total`, `atOnce` at a time. Latencies in milliseconds. */
export async function measure(
  total: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<Measured> {
  const took: number[] = [];
  let next = 0;
  const runner = async (): Promise<void> => {
    for (let index = next++; index < total; index = next++) {
      const from = performance.now();
      await work(index);
      took.push(performance.now() - from);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: atOnce }, runner));
  const seconds = (performance.now() - from) / 1000;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: total / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
