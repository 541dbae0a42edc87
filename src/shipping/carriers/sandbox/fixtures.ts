/** What the contract tests of carriers need to know of this one: a parcel a step takes a second here. */
import { SECOND } from '../../../lib/time.ts';
import type { CarrierFixtures } from '../../carrier-fixtures.ts';

export const fixtures: CarrierFixtures = {
  values: { stepMs: SECOND },
  numbers: ['SBX123456782', 'SBX000000019'],
  delivered: { number: 'SBX123456782', afterMs: 6 * SECOND },
};
