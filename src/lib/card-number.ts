/**
 * Card numbers never enter. A run of 13 to 19 digits (spaces, dashes and dots between them allowed) that begins like a
 * payment card (2 to 6, ISO/IEC 7812-1) and passes the Luhn check is taken for one.
 */
const RUN = /(?<![\dA-Za-z])[2-6](?:[ .-]?\d){12,18}(?![\dA-Za-z])/g;

function containsCardNumber(text: string): boolean {
  return (text.match(RUN) ?? []).some((run) => passesLuhn(run.replace(/\D/g, '')));
}

/** JSON pointers of every text in a value that holds a card number; fields named in `except` are not looked at. */
export function findCardNumbers(value: unknown, except: ReadonlySet<string> = new Set(), pointer = ''): string[] {
  if (typeof value === 'string') return containsCardNumber(value) ? [pointer] : [];
  if (typeof value === 'number') return containsCardNumber(String(value)) ? [pointer] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, held]) =>
    except.has(key) ? [] : findCardNumbers(held, except, `${pointer}/${key}`),
  );
}

/** The text with every card number in it blacked out; for anything that is about to be logged. */
export const redactCardNumbers = (text: string): string =>
  text.replace(RUN, (run) => (passesLuhn(run.replace(/\D/g, '')) ? '[card number removed]' : run));

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
