/** The gateways: a new one is a folder here and a line in `GATEWAYS`. */
import type { Plugin } from '../../config/plugin.ts';
import type { Gateway } from '../gateway.ts';
import { sandboxGateway } from './sandbox/gateway.ts';

export const GATEWAYS: readonly Plugin<Gateway>[] = [sandboxGateway];
