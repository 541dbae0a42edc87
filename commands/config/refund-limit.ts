import { dropRefundLimit, listRefundLimits, setRefundLimit } from '../../src/billing/refund-limits.ts';
import { Refusal } from '../../src/errors.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { money, printRecord } from '../cli/render.ts';
import type { Session } from '../cli/session.ts';
import { parseAmount } from '../cli/values.ts';

export const command = defineCommand({
  begins: true,
  formats: 'one',
  args: [
    { name: 'amount', about: 'most of one order, 100 or 99.50; none takes the limit away', optional: true },
    { name: 'currency', about: 'EUR, USD …', optional: true },
  ],
  options: [
    {
      flags: '--day <amount>',
      about: 'most that one person gives back within a day; none for no such limit (as it was)',
    },
  ],
  examples: [
    'config refund-limit',
    'config refund-limit 100 EUR',
    'config refund-limit 100 EUR --day 500',
    'config refund-limit none EUR',
  ],
  async run(session, [amount, currency], { day }) {
    if (amount === undefined) return show(session);
    if (currency === undefined)
      throw new Refusal('usage', 'A limit has a currency: orders config refund-limit 100 EUR.');
    const code = currency.toUpperCase();
    const drop = amount === 'none';
    const limit = drop ? undefined : parseAmount(amount, code, 'amount');
    const context = await session.context();
    const before = (await listRefundLimits(context, {})).find((known) => known.currency === code);
    const asked = day === 'none' ? null : day === undefined ? undefined : parseAmount(day, code, '--day');
    const per_day = asked === undefined ? (before?.per_day ?? null) : asked;
    const ofDay = per_day === null ? '' : ` and ${money(per_day, code)} within a day`;
    const plan = drop ? `any amount in ${code}` : `${money(limit ?? 0, code)} of an order${ofDay}`;
    if (!(await confirm(session, `Let one person alone give back ${plan}?`))) {
      session.io.say('Nothing was changed.');
      return undefined;
    }
    if (limit === undefined) await dropRefundLimit(context, { currency: code });
    else await setRefundLimit(context, { currency: code, per_order: limit, per_day });
    return show(session);
  },
});

async function show(session: Session): Promise<undefined> {
  const limits = await listRefundLimits(await session.context(), {});
  printRecord(session, { limits }, () =>
    limits.length === 0
      ? 'No limits: one person may give back whatever was taken.'
      : [
          'Above these a second person has to agree; in other currencies always:',
          ...limits.map(({ currency, per_order, per_day, set_by }) => {
            const ofDay = per_day === null ? '' : `, ${money(per_day, currency)} within a day`;
            return `  ${money(per_order, currency)} of an order${ofDay}  (${set_by})`;
          }),
        ].join('\n'),
  );
  return undefined;
}
