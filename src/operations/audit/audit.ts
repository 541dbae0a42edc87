/** The audit: do all the books agree? What `orders doctor` runs, and the judge after every race and crash test. */
import { z } from 'zod';
import { sleep } from '../../lib/backoff.ts';
import { defineUseCase } from '../../use-case.ts';
import type { Check } from './check.ts';
import { CURES } from './cures.ts';
import { moneyChecks } from './money-checks.ts';
import { orderChecks } from './order-checks.ts';
import { stockChecks } from './stock-checks.ts';

/** Every check, in the order it is reported: a new one is a line in its file's list. */
export const CHECKS: readonly Check[] = [...stockChecks, ...moneyChecks, ...orderChecks];

export interface CheckResult {
  readonly name: string;
  readonly title: string;
  readonly findings: readonly string[];
  /** What to do about them; not there while there are none. */
  readonly cure?: string;
}

/** A result, with its cure where there is something to cure. */
export const resultOf = (name: string, title: string, findings: readonly string[]): CheckResult => ({
  ...{ name, title, findings },
  ...(findings.length > 0 && CURES[name] ? { cure: CURES[name] } : {}),
});

export interface AuditReport {
  readonly clean: boolean;
  readonly checks: readonly CheckResult[];
}

const input = z.strictObject({
  /** Orders move while they are audited: what is found is looked at again after this, and counts if it is still so. */
  second_look_ms: z.int().min(0).max(60_000).default(1000),
});

/** Runs every check. Reads only. */
export const audit = defineUseCase({
  name: 'audit',
  allow: ['staff', 'system'],
  input,
  async run(context, { second_look_ms }): Promise<AuditReport> {
    const first = new Map<Check, string[]>();
    for (const check of CHECKS) first.set(check, await check.run(context));
    if ([...first.values()].some((findings) => findings.length > 0)) await sleep(second_look_ms);
    const checks: CheckResult[] = [];
    for (const [check, found] of first) {
      const again = found.length > 0 ? new Set(await check.run(context)) : new Set();
      const still = found.filter((finding) => again.has(finding));
      checks.push(resultOf(check.name, check.title, still));
    }
    return { clean: checks.every(({ findings }) => findings.length === 0), checks };
  },
});
