import { Refusal } from '../../src/errors.ts';
import { dropTaxRate, setTaxRate } from '../../src/rates/set-rates.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  begins: true,
  args: [
    { name: 'country', about: 'two-letter code' },
    { name: 'percent', about: '19 or 9.975; none takes the rate away' },
  ],
  examples: ['rates tax DE 19', 'rates tax CH 8.1', 'rates tax CA 9.975', 'rates tax CH none'],
  async run(session, [country = '', percent = '']) {
    const context = await session.context();
    const done = session.io.talkColor.green('✓');
    if (percent === 'none') {
      await dropTaxRate(context, { country });
      session.io.say(`${done} Goods to ${country.toUpperCase()} are not taxed.`);
      return;
    }
    if (!/^\d{1,3}([.,]\d{1,4})?\s*%?$/.test(percent)) {
      throw new Refusal('usage', `"${percent}" is not a percentage with at most four decimals; 19 and 9.975 are.`);
    }
    const rate_ppm = Math.round(Number(percent.replace('%', '').replace(',', '.')) * 10_000);
    const rate = await setTaxRate(context, { country, rate_ppm });
    session.io.say(`${done} Goods to ${rate.country} are taxed at ${rate.rate_ppm / 10_000} %.`);
  },
});
