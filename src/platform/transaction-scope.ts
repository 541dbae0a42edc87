/**
 * Knows whether the running code is inside a database transaction. No network call may happen there: a slow peer would
 * hold locks. Everything that leaves the process asks `refuseInsideTransaction` first.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

export const insideTransaction = <T>(name: string, work: () => Promise<T>): Promise<T> => scope.run(name, work);

/** Throws, as a bug, when called inside a transaction. `what` names the call that was about to happen. */
export function refuseInsideTransaction(what: string): void {
  const name = scope.getStore();
  if (name) throw new Error(`${what} was called inside the transaction "${name}"; network calls belong outside`);
}
