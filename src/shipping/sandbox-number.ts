/** The sandbox carrier's numbers: SBX, eight digits and a check digit that makes the weighted sum (3, 1, 3, 1 …) divisible by ten. */

export const SANDBOX = 'sandbox';
export const SANDBOX_NUMBER = /^SBX(\d{8})(\d)$/;

export const isSandboxNumber = (number: string): boolean => {
  const [, digits = '', check] = SANDBOX_NUMBER.exec(number) ?? [];
  return digits !== '' && sandboxCheckDigit(digits) === check;
};

/** The check digit of eight digits. */
export function sandboxCheckDigit(digits: string): string {
  const sum = [...digits].reduce((held, digit, index) => held + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
