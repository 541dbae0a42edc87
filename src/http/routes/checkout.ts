import { checkout } from '../../checkout/checkout.ts';
import { checkoutInput } from '../../checkout/contract.ts';
import { quoteCart, quoteShape } from '../../checkout/quote-cart.ts';
import { orderShape } from '../../orders/wire/shapes.ts';
import { bodyWith, etagOf, onceKey } from '../input.ts';
import { ok, type Route } from '../route.ts';

const EXAMPLE = {
  shipping_address: {
    name: 'Ann Example',
    line1: 'Hauptstraße 1',
    city: 'Berlin',
    postal_code: '10115',
    country: 'DE',
  },
  payment_method: 'card',
  payment_details: { token: 'tok_ok' },
};

export const checkoutRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/cart/quote',
    role: 'customer',
    tag: 'Cart',
    summary: 'What the cart would cost',
    about: 'With tax, and every shipping method to a country with the total by it, cheapest first.',
    query: quoteCart.input,
    replies: { 200: { about: 'The quote.', shape: quoteShape } },
    refuses: ['cart_empty', 'currency_mixed'],
    handle: async ({ context, query }) => ok(await quoteCart(context, query)),
  },
  {
    method: 'POST',
    path: '/orders/checkout',
    role: 'customer',
    tag: 'Orders',
    summary: 'Check out',
    about:
      'The cart becomes an order and the money is taken. 202 while the money is not settled: `payments[0].next_action` says what the customer has to do, or the answer of the payment provider is still being asked for. Send `expected_total` to be sure that the customer pays what they saw.',
    body: checkoutInput.omit({ idempotency_key: true }).meta({ example: EXAMPLE }),
    once: true,
    costly: true,
    pays: true,
    replies: {
      201: { about: 'Paid and confirmed.', shape: orderShape, headers: ['location', 'etag'] },
      202: { about: 'The money is not settled yet.', shape: orderShape, headers: ['location', 'etag'] },
    },
    refuses: [
      'cart_empty',
      'checkout_in_progress',
      'currency_mixed',
      'price_changed',
      'too_many_unpaid',
      'out_of_stock',
      'no_shipping_method',
      'payment_declined',
      'payment_not_made',
    ],
    async handle(request) {
      const { outcome, order } = await checkout(request.context, await bodyWith(request, onceKey(request)));
      return {
        status: outcome === 'confirmed' ? 201 : 202,
        body: order,
        headers: { location: `/orders/${order.id}`, etag: etagOf(order.version) },
      };
    },
  },
];
