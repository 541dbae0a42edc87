/** Check digits of parcel numbers, each over the digits before it. Pure. */

const weighted = (digits: string, weights: readonly [odd: number, even: number]): number =>
  [...digits].reverse().reduce((sum, digit, index) => sum + Number(digit) * (weights[index % 2] as number), 0);

/** GS1: weights 3, 1, 3 … from the right (SSCC, Canada Post, and others). */
export const gs1CheckDigit = (digits: string): string => String((10 - (weighted(digits, [3, 1]) % 10)) % 10);

/** DHL's ident and routing codes: weights 4, 9, 4 … from the left. */
export const identcodeCheckDigit = (digits: string): string => {
  const sum = [...digits].reduce((held, digit, index) => held + Number(digit) * (index % 2 === 0 ? 4 : 9), 0);
  return String((10 - (sum % 10)) % 10);
};

/** ISO/IEC 7812-1. */
export const luhnCheckDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((held, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return held + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 MOD 37,36, as DPD prints it. */
export function mod37Check(text: string): string {
  let check = 36;
  for (const sign of text) {
    check += ALPHABET.indexOf(sign);
    if (check > 36) check -= 36;
    check *= 2;
    if (check >= 37) check -= 37;
  }
  const last = (37 - check) % 36;
  return ALPHABET[last] as string;
}
