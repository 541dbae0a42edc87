/**
 * Every setting of the program. Types, README, `orders config show` and the hints for misspelt names are made from these
 * tables; plug-ins bring tables of their own.
 */

import { GATEWAYS } from '../payments/gateways/index.ts';
import { CARRIERS } from '../shipping/carriers/index.ts';
import type { Setting, ValuesOf } from './setting.ts';
import { IDENTITY } from './tables/identity.ts';
import { MESSAGES } from './tables/messages.ts';
import { SHOP } from './tables/shop.ts';
import { SYSTEM } from './tables/system.ts';

export const SETTINGS = { ...SYSTEM, ...SHOP, ...IDENTITY, ...MESSAGES };

/** What the settings come to, by the names of the tables. */
export type Values = ValuesOf<typeof SETTINGS>;

export const PLUGINS = [...GATEWAYS, ...CARRIERS];

/** The tables as people read them. */
export const SECTIONS: readonly { readonly title: string; readonly settings: readonly Setting[] }[] = [
  { title: 'The processes', settings: shown(Object.values(SYSTEM)) },
  { title: 'The shop', settings: shown(Object.values(SHOP)) },
  { title: 'Who the shop is', settings: shown(Object.values(IDENTITY)) },
  { title: 'Messages', settings: shown(Object.values(MESSAGES)) },
  { title: 'Plug-ins', settings: shown(PLUGINS.flatMap(({ settings }) => Object.values(settings))) },
];

function shown(settings: readonly Setting[]): readonly Setting[] {
  return settings.filter(({ internal }) => !internal);
}
