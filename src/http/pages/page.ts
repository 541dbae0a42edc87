/** The frame of our pages: one style, landmarks, and a policy under which nothing is loaded from another host. */
import { readFileSync } from 'node:fs';
import { type Language, languageOf } from '../../languages/index.ts';
import { type Html, html, NO_HTML, trusted } from '../../lib/html.ts';
import { type ShopIdentity, signature } from '../../lib/shop-identity.ts';
import { asset, cspHash } from '../assets.ts';
import { MEDIA, type Reply } from '../route.ts';

export interface Page {
  readonly title: string;
  readonly main: Html;
  readonly header?: Html;
  readonly status?: number;
  /** Whether a form on it is sent to us. */
  readonly form?: boolean;
  readonly language?: Language;
  /** Whose page it is. */
  readonly shop?: ShopIdentity;
}

export function page(wanted: Page): Reply {
  const { title, main, header, status = 200, form = false, language = languageOf('en'), shop } = wanted;
  const style = `${asset('page.css')}${shop ? accentOf(shop) : ''}`;
  const body = html`<!doctype html>
<html lang="${language.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${trusted(style)}</style></head>
<body><a class="skip" href="#main">${language.page.skip}</a>
${shop && brandOf(shop)}${header && html`<header>${header}</header>`}
<main id="main">${main}</main>${shop && footOf(shop)}</body></html>
`;
  return { status, body: String(body), headers: { 'content-type': MEDIA.html, ...securityHeaders(style, form) } };
}

/** The shop's colour, where it can be read on the page's ground. */
const accentOf = ({ color, ink }: ShopIdentity): string =>
  ink === '#ffffff' ? `@media (prefers-color-scheme: light){:root{--accent:${color}}}` : '';

function brandOf({ name, logo, url }: ShopIdentity): Html {
  const image = logo && imageOf(logo);
  if (!name && !image) return NO_HTML;
  const inside = image ? html`<img class="logo" src="${image}" alt="${name ?? ''}">` : html`<strong>${name}</strong>`;
  return html`<div class="brand">${url ? html`<a href="${url}">${inside}</a>` : inside}</div>`;
}

function footOf(shop: ShopIdentity): Html {
  const lines = signature(shop);
  return lines.length > 0
    ? html`<footer class="soft">${lines.map((line) => html`<div>${line}</div>`)}</footer>`
    : NO_HTML;
}

const images = new Map<string, string | undefined>();

/** The file as it stands in a page; a file that cannot be read is none. */
function imageOf(file: string): string | undefined {
  if (!images.has(file)) {
    const type = /\.png$/i.test(file) ? 'png' : 'jpeg';
    try {
      images.set(file, `data:image/${type};base64,${readFileSync(file).toString('base64')}`);
    } catch {
      images.set(file, undefined);
    }
  }
  return images.get(file);
}

const securityHeaders = (style: string, form: boolean) => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${cspHash(style)}`,
    'img-src data:',
    `form-action ${form ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
});

/** `31 January 2026, 10:00 CET`: the shop's time in the language's own way, with the exact time for machines. */
export function time(instant: string | null | undefined, { formats } = languageOf('en')): Html {
  if (!instant) return NO_HTML;
  const shown = new Intl.DateTimeFormat(formats.dates, {
    ...{ year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  });
  return html`<time datetime="${instant}">${shown.format(new Date(instant)).replace(/ (at|um) /, ', ')}</time>`;
}
