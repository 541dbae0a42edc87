/** Is the process alive, can it serve, and how is it doing? On a port of their own when ORDERS_OPS_PORT is set. */
import { z } from 'zod';
import { migrationStatus } from '../../database/migrate.ts';
import { Refusal } from '../../errors.ts';
import { noRoomIn } from '../../platform/disk-space.ts';
import type { Metrics } from '../metrics.ts';
import { MEDIA, ok, type Route } from '../route.ts';

const statusShape = z.object({ status: z.string() }).meta({ id: 'Status' });

export interface ServerState {
  readonly metrics: Metrics;
  /** Whether the process has been told to stop. */
  draining(): boolean;
}

export const operationsRoutes = ({ metrics, draining }: ServerState): readonly Route[] => [
  {
    method: 'GET',
    path: '/livez',
    role: 'public',
    tag: 'Operations',
    unlimited: true,
    summary: 'Is the process alive?',
    replies: { 200: { about: 'It is.', shape: statusShape } },
    handle: async () => ok({ status: 'ok' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    role: 'public',
    tag: 'Operations',
    unlimited: true,
    summary: 'Can it serve?',
    about: 'Not while the database is away or not migrated, the disk is full, or the process has been told to stop.',
    replies: { 200: { about: 'It can.', shape: statusShape } },
    refuses: ['migrations_pending', 'storage_full', 'draining'],
    async handle({ app }) {
      if (draining()) throw new Refusal('draining', 'This process has been told to stop.');
      const pending = (await migrationStatus(app.database)).filter(({ appliedAt }) => !appliedAt);
      if (pending.length > 0) {
        throw new Refusal('migrations_pending', 'The database has not been migrated; run orders db migrate.');
      }
      const noRoom = await noRoomIn(app.config.dataDir).catch(() => undefined);
      if (noRoom) throw new Refusal('storage_full', 'The disk is full; it goes on when there is room again.');
      return ok({ status: 'ready' });
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    role: 'public',
    tag: 'Operations',
    unlimited: true,
    summary: 'Metrics for Prometheus',
    replies: { 200: { about: 'Prometheus text.', type: MEDIA.text } },
    handle: async ({ app }) => ({
      status: 200,
      body: await metrics.text(app),
      headers: { 'content-type': metrics.contentType },
    }),
  },
];
