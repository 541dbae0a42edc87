/** What checkout and the cart refuse. */
import { importCatalog } from '../../../src/imports/import-catalog.ts';
import { checkoutBody } from '../../setup/api.ts';
import { address, checkout, type Scenario, withMug } from './scenario.ts';

export const CHECKOUT_REFUSALS: readonly Scenario[] = [
  {
    name: 'an empty cart',
    ask: ({ customer }) => customer('POST', '/orders/checkout', checkoutBody()),
    status: 409,
    code: 'cart_empty',
    says: /PUT \/cart\/items/,
  },
  {
    name: 'a price that has changed',
    async ask(api) {
      await withMug(api);
      await importCatalog(api.world.staff, { rows: [{ sku: 'MUG', name: 'Mug', price: '11.00', currency: 'EUR' }] });
      return api.customer('POST', '/orders/checkout', checkoutBody());
    },
    status: 409,
    code: 'price_changed',
    says: /€11\.00 instead of €10\.00.*GET \/cart/,
  },
  {
    name: 'another total than expected',
    ask: checkout({ expected_total: 1 }),
    status: 409,
    code: 'price_changed',
    says: /€15\.00, not €0\.01/,
  },
  {
    name: 'more than there is',
    async ask({ customer }) {
      await customer('PUT', '/cart/items/MUG', { quantity: 6 });
      return customer('POST', '/orders/checkout', checkoutBody());
    },
    status: 409,
    code: 'out_of_stock',
    says: /6 asked, 5 left/,
  },
  {
    name: 'a declined card',
    ask: checkout({ payment_details: { token: 'tok_declined' } }),
    status: 402,
    code: 'payment_declined',
    says: /nothing was taken.*another card/,
  },
  {
    name: 'a bad address',
    ask: address({ city: '' }),
    status: 422,
    code: 'invalid_input',
    says: /shipping_address\.city: is needed/,
  },
  {
    name: 'an unknown country',
    ask: address({ country: 'XX' }),
    status: 422,
    code: 'invalid_input',
    says: /country: must be a two-letter ISO 3166/,
  },
  {
    name: 'a postal code of another country',
    ask: address({ postal_code: 'SW1A 1AA' }),
    status: 422,
    code: 'invalid_input',
    says: /"SW1A 1AA" is not a postal code of Germany/,
  },
  {
    name: 'an unknown shipping method',
    ask: checkout({ shipping_method: 'drone' }),
    status: 422,
    code: 'no_shipping_method',
    says: /drone/,
  },
  {
    name: 'an unknown payment method',
    ask: checkout({ payment_method: 'barter' }),
    status: 422,
    code: 'invalid_input',
    says: /must be one of: card/,
  },
  {
    name: 'a locale that is no text',
    ask: checkout({ locale: 7 }),
    status: 422,
    code: 'invalid_input',
    says: /locale: must be a language tag such as de/,
  },
  {
    name: 'an address that is no object',
    ask: checkout({ shipping_address: 5 }),
    status: 422,
    code: 'invalid_input',
    says: /shipping_address: must be an object with name/,
  },
  {
    name: 'no payment details',
    ask: checkout({ payment_details: null }),
    status: 422,
    code: 'invalid_input',
    says: /payment_details: is needed/,
  },
  {
    name: 'a card number',
    ask: checkout({ order_notes: 'use 4242 4242 4242 4242' }),
    status: 422,
    code: 'card_number_refused',
    says: /token/,
  },
  {
    name: 'an unknown field',
    ask: checkout({ discount: 100 }),
    status: 422,
    code: 'invalid_input',
    says: /discount: is not a known field; remove it/,
  },
  {
    name: 'a key used for something else',
    async ask(api) {
      await checkout({}, { 'idempotency-key': 'k' })(api);
      return api.customer(
        'POST',
        '/orders/checkout',
        { ...checkoutBody(), order_notes: 'x' },
        { 'idempotency-key': 'k' },
      );
    },
    status: 422,
    code: 'key_reused',
    says: /use a new key/,
  },
  {
    name: 'an unknown product',
    ask: ({ customer }) => customer('PUT', '/cart/items/NOPE', { quantity: 1 }),
    status: 404,
    code: 'product_not_found',
    says: /GET \/products/,
  },
  {
    name: 'half a product',
    ask: ({ customer }) => customer('PUT', '/cart/items/MUG', { quantity: 0.5 }),
    status: 422,
    code: 'invalid_input',
    says: /quantity/,
  },
];
