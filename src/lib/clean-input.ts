/** Every text of an input, however deep it lies, as it is taken in. */
import { cleanText } from './foreign-text.ts';

export interface TextFault {
  /** JSON pointer to the field. */
  readonly pointer: string;
  readonly detail: string;
}

/** The fields that may have several lines. */
const WITH_LINES: ReadonlySet<string> = new Set(['note', 'order_notes', 'internal_notes']);
const DEEPEST = 32;

/** The value with its texts cleaned, and what cannot be taken. Anything but plain objects, lists and texts is left as it is. */
export function cleanInput(raw: unknown): { readonly value: unknown; readonly faults: readonly TextFault[] } {
  const faults: TextFault[] = [];
  const clean = (value: unknown, pointer: string, depth: number): unknown => {
    if (typeof value === 'string') {
      const field = pointer.slice(pointer.lastIndexOf('/') + 1);
      const cleaned = cleanText(value, { lines: WITH_LINES.has(field) });
      if ('text' in cleaned) return cleaned.text;
      faults.push({ pointer, detail: cleaned.fault });
      return value;
    }
    if (depth > DEEPEST) return value;
    if (Array.isArray(value)) return value.map((item, index) => clean(item, `${pointer}/${index}`, depth + 1));
    if (!isPlain(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, held]) => [key, clean(held, `${pointer}/${key}`, depth + 1)]),
    );
  };
  return { value: clean(raw, '', 0), faults };
}

/** The value without fields that are null or blank. */
export function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== null && !(typeof held === 'string' && held.trim() === ''))
      .map(([key, held]) => [key, withoutBlanks(held)]),
  );
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
