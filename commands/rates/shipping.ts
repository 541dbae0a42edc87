import { dropShippingRate, setShippingRate } from '../../src/rates/set-rates.ts';
import { defineCommand } from '../cli/define.ts';
import { money } from '../cli/render.ts';
import { parseAmount } from '../cli/values.ts';

export const command = defineCommand({
  begins: true,
  args: [
    { name: 'method', about: 'standard, express …' },
    { name: 'country', about: 'two-letter code, or * for every other one' },
    { name: 'amount', about: '4.90; none takes the rate away' },
    { name: 'currency', about: 'EUR, USD …' },
  ],
  examples: [
    'rates shipping standard DE 4.90 EUR',
    "rates shipping express '*' 29 EUR",
    'rates shipping standard DE none EUR',
  ],
  async run(session, [method = '', country = '', amount = '', currency = '']) {
    const code = currency.toUpperCase();
    const context = await session.context();
    if (amount === 'none') {
      await dropShippingRate(context, { method, country, currency: code });
      session.io.say(`${session.io.talkColor.green('✓')} ${method} ${country} in ${code} has no rate any more.`);
      return;
    }
    const rate = await setShippingRate(context, {
      method,
      country,
      currency: code,
      amount: parseAmount(amount, code, 'amount'),
    });
    const where = rate.country === '*' ? 'everywhere else' : `to ${rate.country}`;
    session.io.say(
      `${session.io.talkColor.green('✓')} ${rate.method} ${where} costs ${money(rate.amount, rate.currency)}.`,
    );
  },
});
