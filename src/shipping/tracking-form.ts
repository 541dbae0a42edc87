/**
 * The one normal form of a tracking number: what is stored, searched for and compared. Capital letters and digits; what
 * scanners and copying add is taken away.
 */

/** AIM symbology identifiers that some scanners send in front. */
const SYMBOLOGY = /^\][A-Za-z]\d/;
/** USPS labels carry `420`, the destination's ZIP (5 or 9 digits) and then the parcel's own number. */
const WITH_ZIP = /^420(?:\d{5}|\d{9})(9[1-5]\d{18}(?:\d{2}|\d{4})?|9[1-5]\d{20})$/;

export function normalTracking(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .trim()
    .replace(SYMBOLOGY, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return WITH_ZIP.exec(plain)?.[1] ?? plain;
}

/** What may be meant by what was typed or pasted, the likeliest first: all of it, or the part that looks like a number. */
export function trackingCandidates(typed: string): string[] {
  const whole = normalTracking(typed);
  const parts = typed
    .normalize('NFKC')
    .split(/[^A-Za-z0-9-]+/)
    .map(normalTracking)
    .filter((part) => part.length >= 8 && /\d{4}/.test(part));
  return [...new Set([whole, ...parts])];
}
