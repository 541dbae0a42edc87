/** Style sheets and scripts of our pages: files in src/assets, which the build lays beside the program. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const kept = new Map<string, string>();

/** The text of an asset. In the build, files that were one folder deep are in dist/chunks, and assets in dist/assets. */
export function asset(name: 'page.css' | 'reference.css' | 'reference.js'): string {
  let text = kept.get(name);
  if (text === undefined) {
    text = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
    kept.set(name, text);
  }
  return text;
}

/** How a content-security-policy names a text that stands inside a page. */
export const cspHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
