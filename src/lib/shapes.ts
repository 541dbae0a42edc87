/** The shapes that documents are made of. One schema serves for types, checks and the API's description. */
import { z } from 'zod';
import type { Id, IdPrefix } from './ids.ts';

const ID_EXAMPLES: Partial<Record<IdPrefix, string>> = { ord: 'ord_01m86x82kdewvbkt2sggcw8j6d' };

/** An id as it is shown: `ord_…`. */
export const idShape = <P extends IdPrefix>(prefix: P) =>
  z
    .custom<Id<P>>((value) => typeof value === 'string' && value.startsWith(`${prefix}_`))
    .meta({
      override: { type: 'string', pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$` },
      ...(ID_EXAMPLES[prefix] ? { example: ID_EXAMPLES[prefix] } : {}),
    });

export const instantShape = z.string().meta({
  description: 'UTC, RFC 3339, with milliseconds',
  format: 'date-time',
  example: '2026-01-31T10:00:00.000Z',
});

export const currencyShape = z.string().meta({ description: 'ISO 4217', pattern: '^[A-Z]{3}$', example: 'EUR' });

/** Whole minor units; the currency stands beside it. */
export const moneyShape = z.int().meta({ description: 'Minor units of the currency', example: 1250 });

export const countShape = z.int().min(0);

/** A time as callers give it, with or without fractions of a second. */
export const instantInput = z.iso
  .datetime({ error: 'must be a time such as 2026-01-31T00:00:00.000Z' })
  .transform((text) => new Date(text).toISOString());
