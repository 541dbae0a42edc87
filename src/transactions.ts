/**
 * Every transaction of the program, by name. Each has the crash points `<name>.before_commit` and `<name>.after_commit`,
 * and the crash suite goes through this list: a transaction that no scene plays fails it.
 */
export const TRANSACTIONS = [
  // checkout
  'checkout.prepare',
  'checkout.settle',
  'checkout.park',
  // writes on one order, named as their use cases
  'cancel-order',
  'fulfill-order',
  'refund-order',
  'approve-refund',
  'update-order',
  'correct-address',
  'hold-order',
  'release-order',
  'note-order',
  'undo-shipment',
  'process-order',
  'pack-order',
  'collect-order',
  // money and parcels, after somebody outside has answered
  'refund.settle',
  'capture.settle',
  'authorization.end',
  'tracking.record',
  // staff and the shop
  'pick-wave',
  'drop-wave',
  'resume-order',
  'resend-mail',
  'alert.told',
  'change-cart',
  'set-stock',
  'mend-stock',
  'import-catalog',
  'set-tax-rate',
  'set-shipping-rate',
  'drop-tax-rate',
  'drop-shipping-rate',
  'set-refund-limit',
  'drop-refund-limit',
  'save-view',
  'erase-person',
  'pause-job',
  'resume-job',
] as const;

export type TransactionName = (typeof TRANSACTIONS)[number];
