/** Products and the cart: enough to fill a cart without another system. */
import { dropCartItem, emptyCart, replaceCart, setCartItem } from '../../carts/change-cart.ts';
import { getCart } from '../../carts/get-cart.ts';
import { listProducts } from '../../catalog/list-products.ts';
import { bodyWith } from '../input.ts';
import { readQuery } from '../query.ts';
import { ok, type Route } from '../route.ts';

export const cartRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/products',
    role: 'public',
    async handle({ context, query }) {
      const found = await listProducts(context, readQuery(query, { after: 'text', limit: 'int', q: 'text' }));
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
  { method: 'GET', path: '/cart', role: 'customer', handle: async ({ context }) => ok(await getCart(context, {})) },
  {
    method: 'PUT',
    path: '/cart',
    role: 'customer',
    handle: async (request) => ok(await replaceCart(request.context, await bodyWith(request, {}))),
  },
  {
    method: 'DELETE',
    path: '/cart',
    role: 'customer',
    handle: async ({ context }) => ok(await emptyCart(context, {})),
  },
  {
    method: 'PUT',
    path: '/cart/items/:sku',
    role: 'customer',
    handle: async (request) =>
      ok(await setCartItem(request.context, await bodyWith(request, { sku: request.params.sku }))),
  },
  {
    method: 'DELETE',
    path: '/cart/items/:sku',
    role: 'customer',
    handle: async ({ context, params }) => ok(await dropCartItem(context, { sku: params.sku ?? '' })),
  },
];
