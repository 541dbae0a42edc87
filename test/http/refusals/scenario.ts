/** One request that is refused, and how. */
import type { Answer } from '../../setup/api.ts';
import { checkoutBody } from '../../setup/api.ts';
import type { Api } from '../../setup/served.ts';
import { ADDRESS } from '../../setup/world.ts';

export interface Scenario {
  readonly name: string;
  /** Makes the request that is refused. */
  ask(api: Api): Promise<Answer>;
  readonly status: number;
  readonly code: string;
  /** What the sentence has to say. */
  readonly says: RegExp;
  readonly header?: readonly [name: string, value: string];
}

export const TRACKING = { tracking_number: 'SBX123456782' };

export const withMug = async ({ customer }: Api): Promise<void> =>
  void (await customer('PUT', '/cart/items/MUG', { quantity: 1 }));

/** A checkout of one mug, with something else about it. */
export const checkout =
  (more: object = {}, headers = {}) =>
  async (api: Api): Promise<Answer> => {
    await withMug(api);
    return api.customer('POST', '/orders/checkout', { ...checkoutBody(), ...more }, headers);
  };

export const address = (more: object) => checkout({ shipping_address: { ...ADDRESS, ...more } });

/** The id of an order of one mug. */
export const ordered = async (api: Api): Promise<string> => (await checkout()(api)).body.id;

export const shipped = async (api: Api): Promise<string> => {
  const id = await ordered(api);
  await api.clerk('POST', `/orders/admin/${id}/fulfill`, TRACKING);
  return id;
};
