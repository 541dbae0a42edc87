/**
 * Text that comes from outside: one rule for what may come in, and one for how it is shown. Controls can move a cursor, cut a
 * text short or end a line of a log; bidirectional overrides show one thing and say another.
 */

/** C0 and C1 controls and DEL, but for the white space among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u;
/** Half of a surrogate pair. */
const LONE = /\p{Surrogate}/u;
/** What is invisible and comes along when text is copied: marks of direction, zero-width blanks, soft hyphens. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;

export type Cleaned = { readonly text: string } | { readonly fault: string };

/**
 * Text as it is taken: composed (NFC), without invisible signs; on one line unless it may have several, where line breaks are
 * `\n`. What cannot be mended without changing what was meant is a fault, as words that follow a field's name.
 */
export function cleanText(given: string, { lines = false }: { readonly lines?: boolean } = {}): Cleaned {
  if (LONE.test(given)) return { fault: 'holds half of a character; type it again' };
  const control = CONTROL.exec(given)?.[0];
  if (control) return { fault: `holds the control character ${nameOf(control)}; remove it` };
  const broken = given
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(LINE_BREAK, lines ? '\n' : ' ');
  return { text: lines ? broken : broken.replaceAll('\t', ' ') };
}

const nameOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** Text as it may be shown anywhere: line breaks and tabs as they are, every other control as a sign that is seen. */
export const printable = (text: string): string => text.replace(UNSAFE, (sign) => seen(sign));

/** The same on one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\n\t]+/g, ' ');

function seen(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Colours and weights that we set ourselves, and nothing that hides text or blinks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OWN_STYLE = /\u001b\[(?:[1-47]|2[2-479]|3[0-79]|39|4[0-79]|49|9[0-7]|0)(?:;\d{1,3})*m/gu;

/** What goes to a terminal: our own colours pass, every other control is seen instead of obeyed. */
export function terminalText(text: string): string {
  let shown = '';
  let from = 0;
  for (const style of text.matchAll(OWN_STYLE)) {
    shown += printable(text.slice(from, style.index)) + style[0];
    from = style.index + style[0].length;
  }
  return shown + printable(text.slice(from));
}
