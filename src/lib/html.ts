/** HTML that cannot be written unescaped by mistake: whatever is put into the tag is text, unless it is HTML itself. */

export class Html {
  private readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** Nothing at all is shown for undefined, null and false; a list is shown one after the other. */
type Part = Html | string | number | undefined | null | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

function markupOf(part: Part): string {
  if (part instanceof Html) return part.toString();
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return part === undefined || part === null || part === false ? '' : escaped(String(part));
}

/** `html\`<p>${anything}</p>\`` */
export const html = (markup: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(markup.reduce((all, next, index) => all + markupOf(parts[index - 1]) + next));

/** Text of our own files that is HTML already: a style, a script. */
export const trusted = (markup: string): Html => new Html(markup);

export const NO_HTML = new Html('');
