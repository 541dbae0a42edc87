import { Refusal } from '../../src/errors.ts';
import { signToken } from '../../src/http/auth/tokens.ts';
import { getPerson } from '../../src/people/list-people.ts';
import { defineCommand } from '../cli/define.ts';
import { parseCount } from '../cli/values.ts';

/** Prints the token and nothing else, so that it can be put into a variable. */
export const command = defineCommand({
  begins: true,
  args: [{ name: 'email', about: 'mail address' }],
  options: [
    { flags: '--days <days>', about: 'how long it is good for (ORDERS_TOKEN_DAYS unless given)', parse: parseCount },
  ],
  examples: ['users token ann@example.org', 'users token clerk@shop.example --days 1'],
  async run(session, [email = ''], options) {
    const user = await getPerson(await session.context(), { email });
    const config = await session.config();
    if (config.jwksUrl) {
      throw new Refusal('usage', 'Tokens come from the issuer at ORDERS_JWKS_URL; ours would not be accepted.');
    }
    const days = options.days ?? config.tokenDays;
    session.io.out(await signToken(user, config.jwtSecret(), { days, nowMs: Date.now() }));
  },
});
