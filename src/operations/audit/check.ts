/** The form of an audit check. */
import type { Context } from '../../context.ts';

export interface Check {
  /** `stock_matches_movements`: what is true when all is well. */
  readonly name: string;
  readonly title: string;
  /** One line for each thing that is wrong, naming it; nothing when all is well. */
  run(context: Context): Promise<string[]>;
}

/** Most findings that are listed; more are still too many. */
export const MOST_FINDINGS = 100;

/** A check that is one query: each row it returns is wrong, and `say` says how. */
export function queryCheck<Row>({
  name,
  title,
  sql,
  say,
}: {
  readonly name: string;
  readonly title: string;
  readonly sql: string | ((context: Context) => { sql: string; params: readonly unknown[] });
  readonly say: (row: Row) => string;
}): Check {
  return {
    name,
    title,
    async run(context) {
      const query = typeof sql === 'string' ? { sql, params: [] } : sql(context);
      const rows = await context.db.rows<Row>(`${query.sql} LIMIT ${MOST_FINDINGS}`, query.params);
      return rows.map(say);
    },
  };
}
