import { sandboxCheckDigit } from '../../src/shipping/detect.ts';

/** The n-th valid sandbox tracking number. */
export const tracking = (at: number): string => {
  const digits = String(10_000_000 + at);
  return `SBX${digits}${sandboxCheckDigit(digits)}`;
};
