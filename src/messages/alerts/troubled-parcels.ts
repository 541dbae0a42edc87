import { trackingExceptions } from '../../tracking/exceptions.ts';
import { type Alert, counted, MOST_FACTS } from './alert.ts';

/** Parcels that somebody should ask the carrier about. */
export const troubledParcels: Alert = {
  code: 'troubled-parcels',
  headline: (count) => counted(count, 'parcel is in trouble', 'parcels are in trouble'),
  advice: 'These parcels are held up, on their way back, or have not been heard of for days.',
  commands: ['orders track --exceptions', 'orders track ORDER --poll-now'],
  async find(context) {
    const parcels = await trackingExceptions(context, {});
    return parcels.slice(0, MOST_FACTS).map(({ order_number, carrier, tracking_number, problem, status }) => ({
      subject: `${tracking_number} ${status}`.slice(0, 120),
      name: `${order_number} ${carrier} ${tracking_number}`,
      value: problem,
    }));
  },
  sample: [{ subject: '1', name: 'ORD-7K2M-X9QD4 ups 1Z999AA10123456784', value: 'No news for five days' }],
};
