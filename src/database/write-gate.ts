/**
 * SQLite has one writer. Within a process, writers take turns here, first in, first out, so that none of them ever
 * meets SQLITE_BUSY from its own neighbours; other processes are met with asynchronous retries (atomic.ts).
 */
export class WriteGate {
  private tail: Promise<void> = Promise.resolve();

  /** Runs `work` when every earlier caller has finished. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    const before = this.tail;
    let open!: () => void;
    this.tail = new Promise((resolve) => {
      open = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      open();
    }
  }
}

/** For databases that take many writers: everyone passes at once. */
export const openGate: Pick<WriteGate, 'pass'> = { pass: (work) => work() };
