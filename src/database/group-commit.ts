/**
 * SQLite has one writer, and every commit waits for the disk. Within a process, writers take turns here, first in,
 * first out, so that none of them meets SQLITE_BUSY from its own neighbours; and those that wait together share one
 * commit. Each works in a savepoint of its own, and hears how it went only when all of it is on the disk.
 *
 * Other processes are met with asynchronous retries (database.ts).
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** One open transaction of the database. */
export interface GroupTransaction {
  run(sql: string): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** The most that share a commit, and how long the first may wait for the last: other processes want to write too. */
const MOST_MEMBERS = 32;
const MOST_MS = 20;

type Settle = (failure?: { readonly error: unknown }) => void;

interface Member<T extends GroupTransaction> {
  /** Does the work and returns what tells its caller of the end. Throws when the transaction itself is lost. */
  live(transaction: T): Promise<Settle>;
  fail(error: unknown): void;
}

export class GroupCommit<T extends GroupTransaction> {
  private readonly begin: () => Promise<T>;
  private readonly waiting: Member<T>[] = [];
  private running = false;

  constructor(begin: () => Promise<T>) {
    this.begin = begin;
  }

  /** Runs `work` when every earlier caller has finished; resolves when what it wrote is committed. */
  run<R>(work: (transaction: T) => Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ live: (transaction) => inSavepoint(transaction, work, { resolve, reject }), fail: reject });
      if (!this.running) void this.runGroups();
    });
  }

  private async runGroups(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.runGroup();
    this.running = false;
  }

  private async runGroup(): Promise<void> {
    let transaction: T;
    try {
      transaction = await this.begin();
    } catch (error) {
      this.waiting.shift()?.fail(error);
      return;
    }
    const settles: Settle[] = [];
    try {
      await this.fill(transaction, settles);
      await transaction.commit();
      for (const settle of settles) settle();
    } catch (error) {
      await transaction.rollback().catch(() => {});
      for (const settle of settles) settle({ error });
    }
  }

  /** Lets everybody work who waits, or who comes while others work. */
  private async fill(transaction: T, settles: Settle[]): Promise<void> {
    const until = performance.now() + MOST_MS;
    do {
      const member = this.waiting.shift();
      if (!member) return;
      try {
        settles.push(await member.live(transaction));
      } catch (error) {
        member.fail(error);
        throw error;
      }
      // The driver is synchronous: without a turn of the event loop, nobody could come.
      if (this.waiting.length === 0) await nextTurn();
    } while (settles.length < MOST_MEMBERS && performance.now() < until);
  }
}

async function inSavepoint<T extends GroupTransaction, R>(
  transaction: T,
  work: (transaction: T) => Promise<R>,
  { resolve, reject }: { readonly resolve: (result: R) => void; readonly reject: (error: unknown) => void },
): Promise<Settle> {
  transaction.run('SAVEPOINT member');
  let result: R;
  try {
    result = await work(transaction);
  } catch (error) {
    transaction.run('ROLLBACK TO member');
    transaction.run('RELEASE member');
    return () => reject(error);
  }
  transaction.run('RELEASE member');
  return (failure) => (failure ? reject(failure.error) : resolve(result));
}
