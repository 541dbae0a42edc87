/** The carriers: a new one is a folder here and a line in `CARRIERS`. */
import type { Plugin } from '../../config/plugin.ts';
import type { Carrier } from '../carrier.ts';
import { sandboxCarrier } from './sandbox/carrier.ts';

export const CARRIERS: readonly Plugin<Carrier>[] = [sandboxCarrier];
