import { correctAddress } from '../../src/changes/correct-address.ts';
import { Refusal } from '../../src/errors.ts';
import { getOrder } from '../../src/orders/read/get-order.ts';
import { defineCommand } from '../cli/define.ts';
import { confirm } from '../cli/prompt.ts';
import { printRecord } from '../cli/render.ts';
import { orderLine } from './text.ts';

const SHOWN = ['name', 'company', 'line1', 'line2', 'postal_code', 'city', 'region', 'country'];

export const command = defineCommand({
  formats: 'one',
  args: [{ name: 'order', about: 'order number or id' }],
  options: [
    { flags: '--name <name>', about: 'the recipient' },
    { flags: '--company <name>', about: 'their company' },
    { flags: '--line1 <street>', about: 'street and house number' },
    { flags: '--line2 <more>', about: 'floor, door, c/o' },
    { flags: '--postal-code <code>', about: 'the postal code' },
    { flags: '--city <city>', about: 'the city' },
    { flags: '--region <region>', about: 'state, province' },
    { flags: '--phone <number>', about: 'for the carrier' },
    { flags: '--as-written', about: 'take a postal code that we do not know' },
  ],
  examples: [
    'admin address ORD-7K2M-X9QD4 --line1 "Hauptstraße 11"',
    'admin address 7k2mx9qd4 --city Potsdam --postal-code 14467',
  ],
  async run(session, [order = ''], options) {
    const { name, company, line1, line2, postalCode: postal_code, city, region, phone } = options;
    const given = { name, company, line1, line2, postal_code, city, region, phone };
    const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (Object.keys(changed).length === 0) {
      throw new Refusal('usage', 'Say what is right: --line1, --city, --postal-code, --name …');
    }
    const { io } = session;
    const context = await session.context();
    const before = await getOrder(context, { order });
    // A postal code that is not touched was taken as it is before.
    const as_written = options.asWritten === true || postal_code === undefined;
    const shipping_address = { ...before.shipping_address, ...changed, as_written };
    const to: Record<string, unknown> = shipping_address;
    const lines = SHOWN.map((field) => to[field]).filter(Boolean);
    io.say(`${before.order_number} would go to: ${lines.join(', ')}`);
    if (!(await confirm(session, 'Is that right?'))) {
      io.say('Nothing was changed.');
      return undefined;
    }
    const view = await correctAddress(context, { order, shipping_address, expected_version: before.version });
    printRecord(session, view, () => `${io.color.green('✓')} ${orderLine(io, view)}, address corrected`);
  },
});
