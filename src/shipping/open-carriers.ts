/** The carriers in use, guarded: no call from inside a transaction, a crash point before and after each. */
import type { Closable, Plugin, PluginWorld } from '../config/plugin.ts';
import { betweenCrashPoints } from '../platform/crash-points.ts';
import { refuseInsideTransaction } from '../platform/transaction-scope.ts';
import { isByHand } from './by-hand.ts';
import type { Carrier, Carriers } from './carrier.ts';

interface CarrierOptions {
  readonly plugins: readonly Plugin<Carrier>[];
  /** Codes of those that are asked about parcels. */
  readonly inUse: readonly string[];
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly world: PluginWorld;
}

export function openCarriers({ plugins, inUse, values, world }: CarrierOptions): Carriers & Closable {
  const opened = plugins
    .filter(({ code }) => inUse.includes(code))
    .map((plugin) => plugin.open(values.get(plugin.code) ?? {}, world));
  const all = opened.map(guard);
  return {
    all,
    // What goes by hand nobody can be asked about. A carrier's own adapter first; then whoever covers it.
    for: (carrier) =>
      isByHand(carrier)
        ? undefined
        : (all.find(({ code }) => code === carrier) ?? all.find((candidate) => candidate.covers(carrier))),
    close() {
      for (const carrier of opened) carrier.close();
    },
  };
}

const guard = (carrier: Carrier): Carrier => ({
  ...carrier,
  fetch(trackingNumbers) {
    refuseInsideTransaction('carrier.fetch');
    return betweenCrashPoints('carrier.fetch', () => carrier.fetch(trackingNumbers));
  },
});
