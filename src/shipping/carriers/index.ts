/** The carriers: a new one is a folder here and a line in `all.ts`. */
import type { Plugin } from '../../config/plugin.ts';
import type { Carrier } from '../carrier.ts';
import * as all from './all.ts';

export const CARRIERS: readonly Plugin<Carrier>[] = Object.values(all);
