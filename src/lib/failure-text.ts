/** What is kept of an error: others write into it, so it is shown and never obeyed, holds no card number, and has an end. */
import { redactCardNumbers } from './card-number.ts';
import { printableLine } from './foreign-text.ts';

const LONGEST = 500;

export const failureText = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return redactCardNumbers(printableLine(message)).slice(0, LONGEST);
};
