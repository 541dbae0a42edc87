import { type Id, idFromBytes } from '../../lib/ids.ts';
import { type Alert, counted } from './alert.ts';
import { rowsGivenUp } from './queries.ts';

const VALUE_LENGTH = 60;

/** Mails, refunds and other work that was given up after its last try; but for alerts, which would tell of themselves. */
export const deadLetters: Alert = {
  code: 'dead-letters',
  headline: (count) => counted(count, 'mail or job was given up', 'mails or jobs were given up'),
  advice: 'These were tried until their last try, and will not happen unless somebody sets them going again.',
  commands: ['orders jobs dead', 'orders jobs dead --format ids | orders jobs retry -', 'orders jobs drop JOB'],
  async find({ db }) {
    const rows = await rowsGivenUp(db);
    return rows.map(({ id, kind, order_number, last_error }) => ({
      subject: idFromBytes('out', id) satisfies Id<'out'>,
      name: [kind, order_number].filter(Boolean).join(' '),
      value: (last_error ?? 'no reason kept').slice(0, VALUE_LENGTH),
    }));
  },
  sample: [
    { subject: 'out_1', name: 'send-mail ORD-7K2M-X9QD4', value: '550 mailbox unavailable' },
    { subject: 'out_2', name: 'send-refund ORD-9Q4T-B2C7X', value: 'sandbox did not answer refund' },
  ],
};
