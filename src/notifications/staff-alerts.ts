/** What staff have been told, so that they are told once; what is no longer so is forgotten, and told again if it returns. */
import type { Sql } from '../database/sql.ts';
import { defineTable, text, time } from '../database/table.ts';
import type { Instant } from '../lib/time.ts';

const staffAlerts = defineTable('staff_alerts', { alert: text(), subject: text(), told_at: time() });

export const toldSubjects = async (db: Sql, alert: string): Promise<Set<string>> =>
  new Set((await db.find(staffAlerts, { alert })).map(({ subject }) => subject));

/** Throws DuplicateKey when somebody else told one of them in this moment. */
export const markTold = (
  db: Sql,
  { alert, subjects, now }: { readonly alert: string; readonly subjects: readonly string[]; readonly now: Instant },
): Promise<void> =>
  db.insert(
    staffAlerts,
    subjects.map((subject) => ({ alert, subject, told_at: now })),
  );

export async function forgetTold(db: Sql, alert: string, subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) await db.remove(staffAlerts, { alert, subject });
}
