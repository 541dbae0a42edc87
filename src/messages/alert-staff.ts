/** Looking for what staff should know of, and telling them: in the log at once, by mail once an hour at most. */
import { z } from 'zod';
import type { Context } from '../context.ts';
import { DuplicateKey } from '../database/faults.ts';
import { forgetTold, markTold, toldSubjects } from '../notifications/staff-alerts.ts';
import { alertAnnouncement } from '../orders/announcements.ts';
import { announce, isAnnounced } from '../outbox/store.ts';
import { defineUseCase } from '../use-case.ts';
import type { Alert, AlertFact } from './alerts/alert.ts';
import { ALERTS } from './alerts/index.ts';

/** Facts named in one line of the log. */
const NAMED = 20;

/** Each fact is told once, for as long as it stays so. How many new ones were told. */
export const alertStaff = defineUseCase({
  name: 'alert-staff',
  allow: ['system', 'staff'],
  input: z.strictObject({}),
  async run(context): Promise<{ told: number }> {
    let told = 0;
    for (const alert of ALERTS) told += await tell(context, alert);
    return { told };
  },
});

async function tell(context: Context, alert: Alert): Promise<number> {
  const facts = await alert.find(context);
  const told = await toldSubjects(context.db, alert.code);
  const present = new Set(facts.map(({ subject }) => subject));
  await forgetTold(
    context.db,
    alert.code,
    [...told].filter((subject) => !present.has(subject)),
  );
  const news = facts.filter(({ subject }) => !told.has(subject));
  if (news.length === 0 || !(await write(context, alert, news))) return 0;
  const { log } = context;
  log.warn({ alert: alert.code, facts: news.slice(0, NAMED).map(({ name }) => name) }, alert.headline(news.length));
  return news.length;
}

/** False when this kind has had its mail of the hour, or another worker tells the same: the rest comes with the next. */
async function write(context: Context, { code }: Alert, news: readonly AlertFact[]): Promise<boolean> {
  const { staffMails } = context.settings;
  const now = context.now();
  const mails = staffMails.map((recipient, index) => alertAnnouncement({ alert: code, recipient, index, now }));
  const [first] = mails;
  if (first && (await isAnnounced(context.db, first.dedupe_key))) return false;
  const subjects = news.map(({ subject }) => subject);
  try {
    await context.atomic('alert.told', async ({ db }) => {
      await markTold(db, { alert: code, subjects, now });
      if (mails.length > 0) await announce(db, now, mails);
    });
    return true;
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    return false;
  }
}
