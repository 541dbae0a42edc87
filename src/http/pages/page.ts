/** The frame of our pages: one style, landmarks, and a policy under which nothing is loaded from another host. */
import { type Language, languageOf } from '../../languages/index.ts';
import { type Html, html, NO_HTML, trusted } from '../../lib/html.ts';
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
}

export function page({ title, main, header, status = 200, form = false, language = languageOf('en') }: Page): Reply {
  const style = asset('page.css');
  const body = html`<!doctype html>
<html lang="${language.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${trusted(style)}</style></head>
<body><a class="skip" href="#main">${language.page.skip}</a>
${header && html`<header>${header}</header>`}
<main id="main">${main}</main></body></html>
`;
  return { status, body: String(body), headers: { 'content-type': MEDIA.html, ...securityHeaders(style, form) } };
}

const securityHeaders = (style: string, form: boolean) => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${cspHash(style)}`,
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
