/**
 * From one description to both halves of a mail: HTML with inline styles that old mail clients understand, and the same
 * in plain text. Every text is escaped here and nowhere else.
 */

import { type Html, html, trusted } from '../lib/html.ts';
import { type ShopIdentity, signature } from '../lib/shop-identity.ts';

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'button'; readonly text: string; readonly url: string }
  /** Rows of a name and what belongs to it; `strong` for the last line of a sum. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly string[] };

export interface Row {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}

export interface MailContent {
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Whose mail it is, and in which language. */
export interface Letterhead {
  readonly language: string;
  readonly shop: ShopIdentity;
}

/** For clients that follow the reader's dark theme; the others show the inline styles. */
const DARK =
  trusted(`<style>@media (prefers-color-scheme:dark){.page{background:#161614!important;color:#ecece8!important}
.card{background:#232321!important}.line{border-color:#3a3a36!important}.brand{color:#ecece8!important}}</style>`);

/** `language` is the code of the language it is written in; `shop` is whose mail it is. */
export function renderHtml(content: MailContent, { language, shop }: Letterhead): string {
  const { title, blocks } = content;
  const brand = shop.name
    ? html`<p style="margin:0 0 20px;font-size:17px;font-weight:bold;color:${shop.color}" class="brand">${shop.name}</p>
`
    : '';
  const signed = signature(shop);
  const foot =
    signed.length > 0
      ? html`<p class="line" style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid #e4e4e0;font-size:13px;line-height:1.5;color:#6a6a66">${signed.flatMap((line, at) => (at === 0 ? [line] : [html`<br>`, line]))}</p>
`
      : '';
  return String(html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${title}</title>${DARK}</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f4f4f2;font-family:Helvetica,Arial,sans-serif;color:#1d1d1b">
<table role="presentation" class="card" align="center" width="100%" style="max-width:560px;background:#ffffff;border-radius:8px"><tr><td style="padding:28px">
${brand}<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${title}</h1>
${blocks.map(
  (block) => html`${blockHtml(block, shop)}
`,
)}${foot}
</td></tr></table></body></html>
`);
}

function blockHtml(block: Block, { color, ink }: ShopIdentity): Html {
  if (block.kind === 'paragraph') return html`<p style="margin:0 0 16px;line-height:1.5">${block.text}</p>`;
  if (block.kind === 'button') {
    const style = `display:inline-block;padding:12px 20px;border-radius:6px;background:${color};color:${ink};text-decoration:none`;
    return html`<p style="margin:0 0 20px"><a class="button" href="${block.url}" style="${style}">${block.text}</a></p>`;
  }
  if (block.kind === 'lines') {
    return html`<p style="margin:0 0 16px;line-height:1.5"><strong>${block.title}</strong><br>${block.lines.flatMap((line, index) => (index === 0 ? [line] : [html`<br>`, line]))}</p>`;
  }
  return html`<table role="presentation" width="100%" style="margin:0 0 20px;border-collapse:collapse">${block.rows.map(rowHtml)}</table>`;
}

function rowHtml({ name, value, strong }: Row): Html {
  const style = `padding:6px 0;border-bottom:1px solid #e4e4e0${strong ? ';font-weight:bold' : ''}`;
  return html`<tr><td class="line" style="${style}">${name}</td><td class="line" align="right" style="${style};white-space:nowrap">${value}</td></tr>`;
}

const TEXT_WIDTH = 64;

export function renderText({ title, blocks }: MailContent, shop: ShopIdentity): string {
  const signed = signature(shop);
  const foot = signed.length > 0 ? [['-- ', ...signed].join('\n')] : [];
  return `${[title.toUpperCase(), ...blocks.map(blockText), ...foot].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  if (block.kind === 'paragraph') return block.text;
  if (block.kind === 'button') return `${block.text}:\n${block.url}`;
  if (block.kind === 'lines') return [`${block.title}:`, ...block.lines.map((line) => `  ${line}`)].join('\n');
  return block.rows.map(({ name, value }) => `${name.padEnd(TEXT_WIDTH - value.length - 1)} ${value}`).join('\n');
}
