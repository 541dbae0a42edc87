/** The gateways: a new one is a folder here and a line in `all.ts`. */
import type { Plugin } from '../../config/plugin.ts';
import type { Gateway } from '../gateway.ts';
import * as all from './all.ts';

export const GATEWAYS: readonly Plugin<Gateway>[] = Object.values(all);
