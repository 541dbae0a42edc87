/** One database: reads outside transactions, and `atomic` for everything that changes more than one row. */
import type { Sequelize, Transaction } from 'sequelize';
import { backoffMs, sleep } from '../lib/backoff.ts';
import { crashPoint } from '../platform/crash-points.ts';
import { insideTransaction } from '../platform/transaction-scope.ts';
import { isBusy, isRetryable } from './faults.ts';
import { type Dialect, type Execute, Sql } from './sql.ts';

/** A handle inside a transaction. */
export class Tx extends Sql {
  readonly inTransaction = true;
}

export interface Connector {
  sequelize(): Sequelize;
  readonly dialect: Dialect;
  /** Runs `work` in a transaction and commits it, or undoes it when `work` throws. */
  transact<T>(work: (transaction: Transaction, execute: Execute) => Promise<T>): Promise<T>;
  /** Runs statements outside transactions, each on its own. */
  readonly executeAlone: Execute;
  /** Runs changes of the schema: on SQLite in one transaction that is kept only if every reference still holds. */
  changeSchema(work: (execute: Execute) => Promise<void>): Promise<void>;
  connections(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** Attempts at one transaction before its error is the caller's; a busy SQLite file is waited for longer. */
const MAX_ATTEMPTS = 10;
const MAX_BUSY_ATTEMPTS = 200;
const RETRY = { firstMs: 5, maxMs: 250 };

export class Database extends Sql {
  private readonly connector: Connector;
  /** How often transactions were tried again, for metrics. */
  retries = 0;

  constructor(connector: Connector) {
    super({ sequelize: connector.sequelize, dialect: connector.dialect, execute: connector.executeAlone });
    this.connector = connector;
  }

  /**
   * Runs `work` in one transaction (READ COMMITTED; on SQLite `BEGIN IMMEDIATE`) and commits it. The whole of `work` is
   * run again, at most ten times and with growing, jittered waits, when the database asks for it: deadlock, lock wait,
   * lost connection, busy file, or a stale row. So `work` must keep its effects inside the transaction.
   * `name` names its crash points.
   */
  async atomic<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(name, work);
      } catch (error) {
        const limit = isBusy(error) ? MAX_BUSY_ATTEMPTS : MAX_ATTEMPTS;
        if (!isRetryable(error) || attempt >= limit) throw error;
        this.retries += 1;
        await sleep(backoffMs(attempt, RETRY));
      }
    }
  }

  /** For migrations; see Connector. */
  changeSchema(work: (execute: Execute) => Promise<void>): Promise<void> {
    return this.connector.changeSchema(work);
  }

  private async once<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { sequelize, dialect } = this.connector;
    const result = await this.connector.transact((transaction, execute) =>
      insideTransaction(name, async () => {
        const done = await work(new Tx({ sequelize, dialect, execute, transaction }));
        crashPoint(`${name}.before_commit`);
        return done;
      }),
    );
    crashPoint(`${name}.after_commit`);
    return result;
  }

  /** Connections of this process by state; nothing to tell for a file. */
  connections(): Readonly<Record<string, number>> {
    return this.connector.connections();
  }

  close(): Promise<void> {
    return this.connector.close();
  }
}
