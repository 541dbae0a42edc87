/** What staff are told of by themselves: facts that somebody has to act on, and the mail that lists them. */
import type { Context } from '../../context.ts';
import type { Block, MailContent } from '../../notifications/layout.ts';
import { paragraph } from '../../notifications/order-mail.ts';

export interface AlertFact {
  /** What makes it the same fact the next time one looks; 120 characters at most. */
  readonly subject: string;
  /** Two halves of a line: what, and how bad. */
  readonly name: string;
  readonly value: string;
}

export interface Alert {
  readonly code: string;
  /** `3 orders are late` */
  headline(count: number): string;
  readonly advice: string;
  /** What to type. */
  readonly commands: readonly string[];
  /** What is so now, worst first, `MOST_FACTS` at most. */
  find(context: Context): Promise<AlertFact[]>;
  /** For previews. */
  readonly sample: readonly AlertFact[];
}

export const MOST_FACTS = 500;
/** Lines in a mail; the commands show them all. */
const MOST_LINES = 30;

/** `1 order is late`, `3 orders are late` */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function alertContent(alert: Alert, facts: readonly AlertFact[]): MailContent {
  const headline = alert.headline(facts.length);
  const rows = facts.slice(0, MOST_LINES).map(({ name, value }) => ({ name, value }));
  const more = facts.length - rows.length;
  const blocks: Block[] = [
    paragraph(alert.advice),
    { kind: 'rows', rows },
    ...(more > 0 ? [paragraph(`and ${more} more`)] : []),
    { kind: 'lines', title: 'What to type', lines: alert.commands },
  ];
  return { subject: headline, title: headline, blocks };
}
