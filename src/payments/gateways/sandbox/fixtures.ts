/** What the contract tests of gateways need to know of this one. */
import type { GatewayFixtures } from '../../gateway-fixtures.ts';

export const fixtures: GatewayFixtures = {
  values: {},
  currency: 'EUR',
  taken: 'tok_ok',
  declined: { token: 'tok_declined', declineCode: 'card_declined' },
  lostAnswer: 'tok_lost_response',
  needsAction: 'tok_requires_action',
};
