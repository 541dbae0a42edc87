/** The gateways there are, a line each. */
export { sandboxGateway } from './sandbox/gateway.ts';
