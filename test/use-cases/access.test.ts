/** Who may do what: written down by hand, so that a use case opened to somebody by mistake fails here. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

type Found = Record<string, string>;

/** Every use case of the program with the kinds of people that may do it. */
async function allUseCases(): Promise<Found> {
  const found: Found = {};
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.startsWith('http') || name.startsWith('database')) continue;
    for (const value of Object.values(await import(`../../${join('src', name)}`))) {
      if (typeof value === 'function' && 'useCase' in value && 'allow' in value) {
        found[String(value.useCase)] = [...(value.allow as string[])].sort().join(' ');
      }
    }
  }
  return found;
}

const ALLOWED: Found = {
  'approve-refund': 'staff',
  'drop-tax-rate': 'staff system',
  'drop-shipping-rate': 'staff system',
  'drop-refund-limit': 'staff system',
  'list-refund-limits': 'staff system',
  'set-refund-limit': 'staff system',
  'add-person': 'staff system',
  'alert-staff': 'staff system',
  'allow-address': 'staff',
  audit: 'staff system',
  'cancel-order': 'customer staff',
  'capture-payment': 'staff system',
  'change-cart': 'customer',
  'check-refunds': 'staff system',
  checkout: 'customer',
  'close-account': 'staff system',
  'deliver-webhook': 'staff system',
  'drop-job': 'staff',
  'drop-wave': 'staff',
  'expire-pending': 'staff system',
  'erase-person': 'staff system',
  'export-person': 'staff system',
  'export-orders': 'staff system',
  'find-orders': 'staff',
  'find-stuck': 'staff system',
  'fulfill-order': 'staff',
  'get-cart': 'customer',
  'get-order': 'customer staff system',
  'get-person': 'staff system',
  'hold-order': 'staff system',
  'import-catalog': 'staff system',
  'list-jobs': 'staff system',
  'list-mails': 'staff system',
  'list-orders': 'staff system',
  'list-own-orders': 'customer',
  'list-people': 'staff system',
  'list-products': 'anonymous customer staff system',
  'mend-stock': 'staff system',
  'list-journal': 'staff system',
  'list-rates': 'staff system',
  'list-suppressions': 'staff system',
  'note-order': 'staff',
  'open-track-link': 'anonymous customer staff system',
  'order-stats': 'staff system',
  'next-in-wave': 'staff',
  'collect-order': 'staff',
  'correct-address': 'staff',
  'update-person': 'staff system',
  'pack-order': 'staff',
  'packing-of': 'staff',
  'pause-job': 'staff',
  'pick-wave': 'staff',
  'plan-cancel': 'staff',
  'plan-fulfillments': 'staff',
  'poll-tracking': 'staff system',
  'process-order': 'staff system',
  prune: 'staff system',
  'read-view': 'staff',
  'refund-order': 'staff',
  'release-due-holds': 'staff system',
  'release-order': 'staff system',
  'reopen-account': 'staff system',
  'resend-mail': 'staff',
  'resume-job': 'staff',
  'seed-catalog': 'staff',
  'seed-order': 'staff',
  'resume-order': 'staff system',
  'restore-product': 'staff',
  'quote-cart': 'customer',
  'retire-product': 'staff',
  'retry-job': 'staff system',
  'revoke-tokens': 'staff system',
  'save-view': 'staff',
  scan: 'staff',
  'slip-of': 'staff',
  'send-alert': 'staff system',
  'send-mail': 'staff system',
  'send-refund': 'customer staff system',
  'set-shipping-rate': 'staff system',
  'set-stock': 'staff system',
  'set-tax-rate': 'staff system',
  'settle-payments': 'staff system',
  'show-board': 'staff system',
  'show-job': 'staff system',
  'show-mail': 'staff system',
  'suppress-address': 'staff',
  'track-order': 'customer staff',
  'tracking-exceptions': 'staff system',
  'undo-shipment': 'staff',
  'update-order': 'staff',
  'watch-authorizations': 'staff system',
  'work-stats': 'staff system',
};

describe('use cases', () => {
  it('are for exactly these', async () => {
    expect(await allUseCases()).to.deep.equal(ALLOWED);
  });
});
