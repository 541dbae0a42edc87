/** The gateways in use, guarded: no call from inside a transaction, a crash point before and after each. */
import type { Closable, Plugin, PluginWorld } from '../config/plugin.ts';
import { Refusal } from '../errors.ts';
import { betweenCrashPoints } from '../platform/crash-points.ts';
import { refuseInsideTransaction } from '../platform/transaction-scope.ts';
import type { Gateway, Gateways } from './gateway.ts';

interface GatewayOptions {
  readonly plugins: readonly Plugin<Gateway>[];
  /** Codes of those that take new payments, the preferred first. */
  readonly inUse: readonly string[];
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly world: PluginWorld;
}

/** Opens the gateways in use, and any other at the first call for a payment that it took before. */
export function openGateways({ plugins, inUse, values, world }: GatewayOptions): Gateways & Closable {
  const opened = new Map<string, Gateway & Closable>();
  const byCode = (code: string): Gateway => {
    const known = opened.get(code);
    if (known) return known;
    const plugin = plugins.find((candidate) => candidate.code === code);
    if (!plugin) throw new Error(`no payment gateway of this program is called "${code}"`);
    const gateway = guard(plugin.open(values.get(code) ?? {}, world));
    opened.set(code, gateway);
    return gateway;
  };
  const all = inUse.map(byCode);
  return {
    all,
    byCode,
    forMethod(method) {
      const gateway = all.find(({ methods }) => methods.includes(method));
      if (gateway) return gateway;
      const detail = `must be one of: ${[...new Set(all.flatMap(({ methods }) => methods))].join(', ')}`;
      throw new Refusal('invalid_input', `payment_method: ${detail}.`, {
        errors: [{ pointer: '/payment_method', detail }],
      });
    },
    close() {
      for (const gateway of opened.values()) gateway.close();
    },
  };
}

/** The calls that cross to the provider. */
export const GATEWAY_CALLS = ['charge', 'find', 'capture', 'cancel', 'refund'] as const;

function guard<G extends Gateway>(gateway: G): G {
  const guarded = { ...gateway };
  for (const call of GATEWAY_CALLS) {
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
