/** Shops whose mails and pages are looked at. */
import { identityOf } from '../../src/lib/shop-identity.ts';

/** Of whom nothing is known. */
export const NAMELESS = identityOf({ shopColor: '#1f5f4a' });

export const IDENTITY_SETTINGS = {
  ORDERS_SHOP_NAME: 'Tee & Tassen',
  ORDERS_SHOP_ADDRESS: 'Lager 3 | Hafenstraße 7 | 20457 Hamburg',
  ORDERS_SHOP_CONTACT: 'help@tee.example',
  ORDERS_SHOP_URL: 'https://tee.example',
  ORDERS_SHOP_IMPRINT: 'Tee & Tassen GmbH | HRB 12345 | DE123456789',
  ORDERS_SHOP_COLOR: '#ffcc00',
};
