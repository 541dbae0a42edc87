/** What a problem code means: the pages behind `type`. */
import { CATALOGUE, type ErrorCode, Refusal } from '../../errors.ts';
import { type Html, html } from '../../lib/html.ts';
import { REMEDIES } from '../remedies.ts';
import type { Reply } from '../route.ts';
import { page } from './page.ts';

/** Throws `page_not_found` for a code that is not in the catalogue. */
export function problemPage(code: string): Reply {
  if (!Object.hasOwn(CATALOGUE, code)) throw new Refusal('page_not_found', `There is no problem called "${code}".`);
  const { status, title, retry } = CATALOGUE[code as ErrorCode];
  return page({
    title,
    main: html`<h1>${title}</h1>
<div class="card"><p><code>${code}</code>, HTTP ${status}</p><p>${prose(REMEDIES[code as ErrorCode])}</p>
<p class="soft">${retry ? 'The same request may succeed a little later: wait for Retry-After.' : 'The same request would be refused again.'}</p></div>
<p><a href="/docs">All calls and their problems</a></p>`,
  });
}

/** Words between backquotes are code. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
