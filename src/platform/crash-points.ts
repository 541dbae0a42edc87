/**
 * Crash points: named places at which a test can kill the process for real (SIGKILL, no clean-up). Every transaction
 * has `<name>.before_commit` and `<name>.after_commit`, every call to the outside `<name>.before_call` and
 * `<name>.after_call`. In normal operation nothing is armed and a point costs one comparison.
 */
let armed: string | undefined;
let skip = 0;

/** Arms one point, `name` or `name#3` (die at the third passage). Nothing is armed when the text is empty. */
export function armCrashPoint(text: string | undefined): void {
  const [name, count] = (text ?? '').split('#');
  armed = name || undefined;
  skip = Number(count ?? 1) - 1;
}

export function crashPoint(name: string): void {
  if (armed === undefined || armed !== name) return;
  if (skip-- > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered asynchronously; nothing may happen in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}

/** Runs a call to the outside world between its two crash points. */
export async function betweenCrashPoints<T>(name: string, call: () => Promise<T>): Promise<T> {
  crashPoint(`${name}.before_call`);
  const result = await call();
  crashPoint(`${name}.after_call`);
  return result;
}
