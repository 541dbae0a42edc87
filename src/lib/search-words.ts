/** Words as they are searched for: small letters without accents, whatever people and address books make of them. Pure. */

/** Letters that are no letter with an accent to Unicode, and are one to people. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', ł: 'l', ı: 'i' };
const LONGEST = 40;

/** The words of some texts, each once; signs alone are none. O’Brien is one word. */
export function searchWords(texts: readonly (string | null | undefined)[]): string[] {
  const words = texts.flatMap((text) =>
    (text ?? '')
      .normalize('NFKD')
      .replace(/[\p{M}'’`´]/gu, '')
      .toLowerCase()
      .replace(/[ßøæœđłı]/g, (letter) => PLAIN[letter] ?? letter)
      .split(/[^\p{L}\p{N}]+/u),
  );
  return [...new Set(words.filter((word) => word !== '').map((word) => word.slice(0, LONGEST)))];
}
