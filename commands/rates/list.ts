import { listRates } from '../../src/rates/set-rates.ts';
import { defineCommand } from '../cli/define.ts';
import { money, printRecord } from '../cli/render.ts';

export const command = defineCommand({
  formats: 'one',
  examples: ['rates list', 'rates list --json'],
  async run(session) {
    const context = await session.context();
    const rates = await listRates(context, {});
    const flat = [...context.settings.flatShipping].map(([currency, amount]) => money(amount, currency)).join(', ');
    printRecord(session, rates, () =>
      [
        'Tax on goods:',
        ...rates.tax.map(({ country, rate_ppm }) => `  ${country}  ${rate_ppm / 10_000} %`),
        ...(rates.tax.length === 0 ? ['  none set: no tax'] : []),
        'Shipping:',
        ...rates.shipping.map(
          ({ method, country, currency, amount }) =>
            `  ${method.padEnd(16)} ${country.padEnd(2)}  ${money(amount, currency)}`,
        ),
        ...(rates.shipping.length === 0 ? [`  none set: standard costs a flat ${flat} (ORDERS_FLAT_SHIPPING)`] : []),
      ].join('\n'),
    );
  },
});
