/** From here on timelines are sealed with a key; when this ran is since when. */
import type { Migration } from '../migration.ts';

export const migration0019: Migration = {
  name: '0019-sealed',
  steps: ['CREATE INDEX ix_notifications_created ON notifications (created_at)'],
};
