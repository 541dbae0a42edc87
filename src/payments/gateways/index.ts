/** The gateways: a new one is a file here and a line in `GATEWAYS`. */
import { betweenCrashPoints } from '../../platform/crash-points.ts';
import { refuseInsideTransaction } from '../../platform/transaction-scope.ts';
import type { Gateway, Gateways } from '../gateway.ts';
import { createSandboxGateway, type SandboxGatewayOptions } from './sandbox.ts';

export interface GatewayOptions extends SandboxGatewayOptions {}

export const GATEWAYS: Readonly<Record<string, (options: GatewayOptions) => Gateway & { close(): void }>> = {
  sandbox: createSandboxGateway,
};

/** The configured gateway, guarded: no call from inside a transaction, a crash point before and after each call. */
export function openGateways(code: string, options: GatewayOptions): Gateways & { close(): void } {
  const create = GATEWAYS[code];
  if (!create) throw new Error(`there is no payment gateway "${code}"; there are: ${Object.keys(GATEWAYS).join(', ')}`);
  const opened = create(options);
  const current = guard(opened);
  return {
    current,
    all: [current],
    byCode(wanted) {
      if (wanted === code) return current;
      throw new Error(`payment gateway "${wanted}" is not configured; set ORDERS_PAYMENT_GATEWAY`);
    },
    close: () => opened.close(),
  };
}

/** The calls that cross to the provider. */
const CALLS = ['charge', 'find', 'capture', 'cancel', 'refund'] as const;

function guard<G extends Gateway>(gateway: G): G {
  const guarded = { ...gateway };
  for (const call of CALLS) {
    const inner = gateway[call] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(guarded, {
      [call]: (...args: unknown[]) => {
        refuseInsideTransaction(`gateway.${call}`);
        return betweenCrashPoints(`gateway.${call}`, () => inner.apply(gateway, args));
      },
    });
  }
  return guarded;
}
