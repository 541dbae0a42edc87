/** Products and the cart: enough to fill a cart without another system. */
import { z } from 'zod';
import { dropCartItem } from '../../carts/drop-cart-item.ts';
import { emptyCart } from '../../carts/empty-cart.ts';
import { getCart } from '../../carts/get-cart.ts';
import { replaceCart } from '../../carts/replace-cart.ts';
import { setCartItem } from '../../carts/set-cart-item.ts';
import { cartShape } from '../../carts/shapes.ts';
import { listProducts } from '../../catalog/list-products.ts';
import { countShape, currencyShape, moneyShape } from '../../lib/shapes.ts';
import { bodyWith } from '../input.ts';
import { ok, type Route } from '../route.ts';

const productShape = z
  .object({
    sku: z.string(),
    name: z.string(),
    price: moneyShape,
    currency: currencyShape,
    available: countShape.meta({ description: 'Units that can still be sold' }),
  })
  .meta({ id: 'Product' });

const productPageShape = z
  .object({ products: z.array(productShape), next_after: z.string().nullable() })
  .meta({ id: 'ProductPage' });

const CART_REPLY = { 200: { about: 'The cart as it is now, at today’s prices.', shape: cartShape } };

export const cartRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/products',
    role: 'public',
    tag: 'Products',
    summary: 'List products',
    about: 'By SKU. `next_after` is the `after` of the next page.',
    query: listProducts.input,
    replies: { 200: { about: 'One page.', shape: productPageShape } },
    async handle({ context, query }) {
      const found = await listProducts(context, query);
      const products = found.map(({ sku, name, price, currency, available }) => ({
        sku,
        name,
        price,
        currency,
        available,
      }));
      return ok({ products, next_after: products.at(-1)?.sku ?? null });
    },
  },
  {
    method: 'GET',
    path: '/cart',
    role: 'customer',
    tag: 'Cart',
    summary: 'Get the cart',
    about: 'Having been shown today’s prices here, the customer may check out at them.',
    replies: CART_REPLY,
    handle: async ({ context }) => ok(await getCart(context, {})),
  },
  {
    method: 'PUT',
    path: '/cart',
    role: 'customer',
    tag: 'Cart',
    summary: 'Replace the cart',
    body: replaceCart.input.meta({ example: { items: [{ sku: 'MUG-01', quantity: 2 }] } }),
    replies: CART_REPLY,
    refuses: ['product_not_found', 'currency_mixed'],
    handle: async (request) => ok(await replaceCart(request.context, await bodyWith(request, {}))),
  },
  {
    method: 'DELETE',
    path: '/cart',
    role: 'customer',
    tag: 'Cart',
    summary: 'Empty the cart',
    replies: CART_REPLY,
    handle: async ({ context }) => ok(await emptyCart(context, {})),
  },
  {
    method: 'PUT',
    path: '/cart/items/:sku',
    role: 'customer',
    tag: 'Cart',
    summary: 'Put a product into the cart',
    about: 'Sets how many there are of it, whatever there were before.',
    body: setCartItem.input.omit({ sku: true }).meta({ example: { quantity: 2 } }),
    replies: CART_REPLY,
    refuses: ['product_not_found', 'currency_mixed'],
    handle: async (request) =>
      ok(await setCartItem(request.context, await bodyWith(request, { sku: request.params.sku }))),
  },
  {
    method: 'DELETE',
    path: '/cart/items/:sku',
    role: 'customer',
    tag: 'Cart',
    summary: 'Take a product out of the cart',
    replies: CART_REPLY,
    refuses: ['not_in_cart'],
    handle: async ({ context, params }) => ok(await dropCartItem(context, { sku: params.sku ?? '' })),
  },
];
