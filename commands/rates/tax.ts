import { Refusal } from '../../src/errors.ts';
import { setTaxRate } from '../../src/rates/set-rates.ts';
import { defineCommand } from '../cli/define.ts';

export const command = defineCommand({
  begins: true,
  args: [
    { name: 'country', about: 'two-letter code' },
    { name: 'percent', about: '19 or 7.7' },
  ],
  examples: ['rates tax DE 19', 'rates tax CH 8.1'],
  async run(session, [country = '', percent = '']) {
    if (!/^\d{1,3}([.,]\d{1,2})?\s*%?$/.test(percent)) {
      throw new Refusal('usage', `"${percent}" is not a percentage with at most two decimals; 19 and 7.7 are.`);
    }
    const rate = await setTaxRate(await session.context(), {
      country,
      rate_bp: Math.round(Number(percent.replace('%', '').replace(',', '.')) * 100),
    });
    session.io.say(`${session.io.talkColor.green('✓')} Goods to ${rate.country} are taxed at ${rate.rate_bp / 100} %.`);
  },
});
