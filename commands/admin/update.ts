import { SETTABLE, updateOrder } from '../../src/changes/update-order.ts';
import { defineCommand } from '../cli/define.ts';
import { printRecord } from '../cli/render.ts';
import { parseCount } from '../cli/values.ts';
import { orderLine } from './text.ts';

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    {
      flags: '-s, --status <status>',
      about: 'processing, shipped (with --tracking), delivered, returned, cancelled',
      choices: SETTABLE,
    },
    { flags: '-t, --tracking <number>', about: 'ships the order, or corrects the number of its parcel' },
    { flags: '--instead-of <number>', about: 'the wrong number, where the order has several parcels' },
    { flags: '--carrier <code>', about: 'detected from the number unless given' },
    { flags: '--force', about: 'take the number as it is, and though it is on another order' },
    { flags: '--note <text>', about: 'an internal note' },
    { flags: '--if-version <version>', about: 'only if the order is still at this version', parse: parseCount },
  ],
  examples: ['admin update ORD-7K2M-X9QD4 --status delivered', 'admin update 7k2mx9qd4 --tracking 1Z999AA10123456784'],
  async run(session, [order = ''], options) {
    const view = await updateOrder(await session.context(), {
      order,
      status: options.status,
      tracking_number: options.tracking,
      carrier: options.carrier,
      instead_of: options.insteadOf,
      force: options.force === true,
      internal_notes: options.note,
      expected_version: options.ifVersion,
    });
    const { io } = session;
    printRecord(session, view, () => `${io.color.green('✓')} ${orderLine(io, view)}`);
  },
});
