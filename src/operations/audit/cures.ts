/** What to do about a finding of `orders doctor`, by the name of its check: one line each, with what to type. */
const SHOW = 'orders admin show ORDER --timeline tells what happened to it';

export const CURES: Readonly<Record<string, string>> = {
  stock_matches_movements: 'count the shelf, then: orders catalog stock SKU --set COUNTED (the books follow)',
  reserved_matches_movements: 'orders doctor --fix',
  reserved_matches_orders: 'orders doctor --fix',
  stock_within_bounds: 'count the shelf, then: orders catalog stock SKU --set COUNTED; cancel or hold what cannot ship',
  refunds_match_payments: `${SHOW}; compare with the payment provider before anything is sent`,
  payment_status_rolled_up: `${SHOW}; somebody wrote to the tables by hand`,
  totals_add_up: `${SHOW}; somebody wrote to the tables by hand`,
  orders_are_paid_for: `${SHOW}; orders admin hold ORDER until it is clear`,
  gateway_ledger_matches: 'orders admin resume ORDER asks the provider again',
  ended_orders_keep_no_money: 'orders admin refund ORDER --check, then orders admin refund ORDER',
  shipments_within_lines: `${SHOW}; somebody wrote to the tables by hand`,
  fulfillment_status_rolled_up: `${SHOW}; somebody wrote to the tables by hand`,
  holds_match_orders: 'orders admin release ORDER, or orders admin hold ORDER',
  timelines_unbroken: `${SHOW}; compare it with a backup: this is no accident, unless ORDERS_TIMELINE_KEY is not the one it was sealed with`,
  one_confirmation_each: 'orders mail list --to ADDRESS shows both; a word to the customer may be due',
  mails_sent: 'orders mail resend ID',
  pending_orders_settle: 'orders worker must run; orders admin resume ORDER does one at once',
  refunds_arrive: 'orders admin refund ORDER --check',
  outbox_moves: 'orders worker must run; orders jobs list says what fails',
  no_dead_letters: 'orders jobs dead says why; mend that, then orders jobs retry ID',
  jobs_come_round: 'orders worker must run; restart it if it does: kill what hangs, and start it anew',
  disk_has_room: 'make room: it goes on by itself',
  files_are_private: 'orders doctor --fix',
};
