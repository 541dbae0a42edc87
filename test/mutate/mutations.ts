/**
 * The rules that must not break unnoticed, each broken once: a place in the source, and what is put there instead. When the
 * source moves on, the runner says which of these no longer fit.
 */
import type { Mutation } from './mutation.ts';
import { ACCESS } from './rules/access.ts';
import { IDEMPOTENCY } from './rules/idempotency.ts';
import { MONEY } from './rules/money.ts';
import { OUTBOX } from './rules/outbox.ts';
import { STATES } from './rules/states.ts';
import { STOCK } from './rules/stock.ts';

export const MUTATIONS: readonly Mutation[] = [...MONEY, ...STOCK, ...STATES, ...IDEMPOTENCY, ...OUTBOX, ...ACCESS];
