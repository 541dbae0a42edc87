import { z } from 'zod';
import { defineUseCase } from '../use-case.ts';
import { newestShopEvents, type ShopEvent } from './journal.ts';

/** What staff changed of prices, people and settings, newest first. */
export const listJournal = defineUseCase({
  name: 'list-journal',
  allow: ['staff', 'system'],
  input: z.strictObject({ limit: z.int().min(1).max(1000).default(50) }),
  run: ({ db }, { limit }): Promise<ShopEvent[]> => newestShopEvents(db, limit),
});
