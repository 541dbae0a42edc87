/**
 * Ways to the customer that have no tracking number: collected at the shop, sent as a letter, driven there by the shop itself. A
 * parcel that is collected has a code in place of a number, which its customer brings along.
 */
import { randomInt } from 'node:crypto';
import { newId } from '../lib/ids.ts';
import type { TrackingStatus } from './states.ts';

export const HAND_METHODS = ['pickup', 'letter', 'own'] as const;
export type HandMethod = (typeof HAND_METHODS)[number];

export const isByHand = (carrier: string): carrier is HandMethod =>
  (HAND_METHODS as readonly string[]).includes(carrier);

/** What stands for the number of a parcel that has none, so that each is another. */
const NONE = '-';

/** Letters and digits that nobody confuses at a counter. */
const SIGNS = 'ACDEFHJKMNPQRTUVWXY34679';
const CODE_LENGTH = 6;

/** A parcel of this kind: `carrier` is the method. */
export const withoutNumber = (method: HandMethod) => ({
  carrier: method,
  trackingNumber: method === 'pickup' ? pickupCode() : `${NONE}${newId('shp').slice(-24)}`,
  url: null,
});

const pickupCode = (): string => Array.from({ length: CODE_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join('');

/** Where such a parcel is once it is recorded; carriers are asked about the others. */
export const firstStatus = (carrier: string): TrackingStatus => {
  if (!isByHand(carrier)) return 'unknown';
  return carrier === 'pickup' ? 'available_for_pickup' : 'in_transit';
};

/** The number as people see it: null where there is none. */
export const shownNumber = ({ tracking_number }: { readonly tracking_number: string }): string | null =>
  tracking_number.startsWith(NONE) ? null : tracking_number;
