/** The carriers: a new one is a file here and a line in `CARRIERS`. */
import { betweenCrashPoints } from '../../platform/crash-points.ts';
import { refuseInsideTransaction } from '../../platform/transaction-scope.ts';
import type { Carrier, Carriers } from '../carrier.ts';
import { createSandboxCarrier, type SandboxCarrierOptions } from './sandbox.ts';

export interface CarrierOptions extends SandboxCarrierOptions {}

export const CARRIERS: Readonly<Record<string, (options: CarrierOptions) => Carrier & { close(): void }>> = {
  sandbox: createSandboxCarrier,
};

/** The configured carriers, guarded: no call from inside a transaction, a crash point before and after each. */
export function openCarriers(codes: readonly string[], options: CarrierOptions): Carriers & { close(): void } {
  const opened = codes.map((code) => {
    const create = CARRIERS[code];
    if (!create) throw new Error(`there is no carrier "${code}"; there are: ${Object.keys(CARRIERS).join(', ')}`);
    return create(options);
  });
  const all = opened.map(guard);
  return {
    all,
    // A carrier's own adapter first; then whoever covers it.
    for: (carrier) => all.find(({ code }) => code === carrier) ?? all.find((candidate) => candidate.covers(carrier)),
    close: () => {
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
