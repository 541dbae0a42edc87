import { sandboxCheckDigit } from '../../src/shipping/sandbox-number.ts';

/** The n-th valid sandbox tracking number. */
export const tracking = (at: number): string => {
  const digits = String(10_000_000 + at);
  return `SBX${digits}${sandboxCheckDigit(digits)}`;
};
