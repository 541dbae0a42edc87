/** What people look at in a browser: tracking, the reference, problems. */

import { Refusal } from '../../errors.ts';
import { identityOf } from '../../lib/shop-identity.ts';
import { openTrackLink } from '../../tracking/track-link.ts';
import { asset } from '../assets.ts';
import { problemPage } from '../pages/problem-page.ts';
import { referencePage } from '../pages/reference-page.ts';
import { linkGonePage, trackPage } from '../pages/track-page.ts';
import { type HttpRequest, MEDIA, type Reply, type Route } from '../route.ts';

const PAGE = { 200: { about: 'A page.', type: MEDIA.html } };
const pageRoute = { method: 'GET', role: 'public', tag: 'Pages', query: 'any', replies: PAGE } as const;

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const HOME: Route = {
  ...pageRoute,
  path: '/',
  summary: 'Leads to the description for people',
  replies: { 302: { about: 'To `/docs`.', type: MEDIA.html } },
  handle: async () => ({ status: 302, body: '', headers: { location: '/docs', 'content-type': MEDIA.html } }),
};

/** `described` are the routes that the reference describes, these among them. */
export function pageRoutes(described: () => readonly Route[]): readonly Route[] {
  const document = once(async () => {
    const { openApiDocument } = await import('../openapi.ts');
    return openApiDocument(described());
  });
  return [
    {
      ...pageRoute,
      path: '/track/:token',
      summary: 'The tracking page of an order',
      about: 'The link in the mails: signed, good for half a year, no login.',
      refuses: ['page_not_found'],
      notFoundPage: true,
      handle: showOrder,
    },
    HOME,
    {
      ...pageRoute,
      path: '/problems/:code',
      summary: 'What a problem code means',
      refuses: ['page_not_found'],
      handle: async ({ params }) => problemPage(params.code ?? ''),
    },
    {
      ...pageRoute,
      path: '/openapi.json',
      summary: 'This description, as OpenAPI 3.1',
      replies: { 200: { about: 'The document.', type: MEDIA.json } },
      handle: async () => ({
        status: 200,
        body: await document(),
        headers: { 'content-type': MEDIA.json, 'cache-control': 'public, max-age=300' },
      }),
    },
    {
      ...pageRoute,
      path: '/docs',
      summary: 'This description, for people',
      handle: async () => referencePage(JSON.parse(await document())),
    },
    {
      ...pageRoute,
      path: '/docs/reference.js',
      summary: 'The script of the reference',
      replies: { 200: { about: 'A script.', type: SCRIPT } },
      handle: async () => ({ status: 200, body: asset('reference.js'), headers: { 'content-type': SCRIPT } }),
    },
    {
      ...pageRoute,
      path: '/docs/reference.css',
      summary: 'The style of the reference',
      replies: { 200: { about: 'A style sheet.', type: STYLE } },
      handle: async () => ({
        status: 200,
        body: asset('page.css') + asset('reference.css'),
        headers: { 'content-type': STYLE },
      }),
    },
  ];
}

/** A browser's person gets a page also where the link is of no use, a program its problem document. */
async function showOrder({ context, params, header }: HttpRequest): Promise<Reply> {
  try {
    return trackPage(await openTrackLink(context, { token: params.token ?? '' }), identityOf(context.settings));
  } catch (error) {
    if (error instanceof Refusal && header('accept')?.includes('text/html'))
      return linkGonePage(identityOf(context.settings));
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
