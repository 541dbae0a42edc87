/** What is handy for trying the program out is refused where real customers are served. */
import type { Fault } from './fault.ts';
import { PLUGINS, type Values } from './settings.ts';

/** Everything that keeps `NODE_ENV=production` from starting. */
export function unsafeInProduction(values: Values): Fault[] {
  if (values.nodeEnv !== 'production') return [];
  const rules: readonly (readonly [broken: boolean, name: string, detail: string])[] = [
    [
      !!values.jwksUrl && !values.jwtIssuer,
      'ORDERS_JWT_ISSUER',
      'must be set together with ORDERS_JWKS_URL in production',
    ],
    [!values.jwtSecret, 'ORDERS_JWT_SECRET', 'must be set in production (32 characters or more)'],
    [
      values.jwksUrl !== undefined && !values.jwksUrl.startsWith('https://'),
      'ORDERS_JWKS_URL',
      'must be https in production: whoever answers it decides who is staff',
    ],
    [
      !values.timelineKey,
      'ORDERS_TIMELINE_KEY',
      'must be set in production (32 characters or more, the same on every machine and for ever)',
    ],
    [tryingOnly(values.gateways), 'ORDERS_PAYMENT_GATEWAY', 'must not be sandbox in production'],
    [tryingOnly(values.carriers), 'ORDERS_CARRIERS', 'must not hold sandbox in production'],
    [values.crashAt !== undefined, 'ORDERS_CRASH_AT', 'is for tests and must not be set in production'],
  ];
  return rules.flatMap(([broken, name, detail]) => (broken ? [{ name, detail }] : []));
}

const tryingOnly = (codes: readonly string[]): boolean =>
  PLUGINS.some(({ code, sandbox }) => sandbox && codes.includes(code));
