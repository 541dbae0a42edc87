/** The carriers there are, a line each. */
export { sandboxCarrier } from './sandbox/carrier.ts';
