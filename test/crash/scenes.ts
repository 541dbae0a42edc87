/** What the crash suites play: in which story, or during which command, a process dies at which point. */
import type { Crash, Daemon } from './shop.ts';
import type { STORIES } from './stories.ts';

export interface Scene extends Crash {
  readonly story: keyof typeof STORIES;
  readonly settings?: Record<string, string>;
}

export const around = (name: string) => [`${name}.before_commit`, `${name}.after_commit`];
export const call = (name: string) => [`${name}.before_call`, `${name}.after_call`];

const scenes = (story: Scene['story'], daemon: Daemon, points: string[], settings?: Record<string, string>): Scene[] =>
  points.map((point) => ({ story, daemon, point, settings }));

const UNANSWERED = 'checkout without an answer from the gateway';
const ON_FULFILL = { ORDERS_CAPTURE: 'fulfill' };

/** A server or a worker dies. */
export const SCENES: readonly Scene[] = [
  ...scenes('checkout', 'serve', [
    ...around('change-cart'),
    ...around('checkout.prepare'),
    ...call('gateway.charge'),
    ...around('checkout.settle'),
  ]),
  ...scenes(UNANSWERED, 'serve', around('checkout.park')),
  ...scenes(UNANSWERED, 'worker', [...call('gateway.find'), ...around('checkout.settle')]),
  ...scenes('checkout', 'worker', [
    ...around('process-order'),
    ...call('mailer.send'),
    'deliver.before_commit',
    'deliver.after_commit',
  ]),
  ...scenes('cancel', 'serve', [...around('cancel-order'), ...call('gateway.refund'), ...around('refund.settle')]),
  ...scenes('void', 'serve', call('gateway.cancel'), ON_FULFILL),
  ...scenes('refund', 'serve', [...around('refund-order'), ...call('gateway.refund'), ...around('refund.settle')]),
  ...scenes('agree', 'serve', around('approve-refund')),
  ...scenes('fulfill', 'serve', around('fulfill-order')),
  ...scenes('fulfill', 'worker', [...call('carrier.fetch'), ...around('tracking.record')]),
  ...scenes('fulfill', 'worker', [...call('gateway.capture'), ...around('capture.settle')], ON_FULFILL),
  ...scenes('alert', 'worker', [...around('alert.told'), ...call('mailer.send')], {
    ORDERS_STAFF_MAIL: 'anna@shop.test',
  }),
];
