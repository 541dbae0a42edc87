/** What may have gone wrong in typing a number whose check digit does not fit. Pure. */

/**
 * A sentence about the likeliest slip: two neighbours swapped, or else the check digit itself, where one change of that
 * kind makes the number right. Empty when nothing so simple does.
 */
export function slipHint(number: string, isRight: (candidate: string) => boolean): string {
  const swapped = neighbours(number).filter(({ candidate }) => isRight(candidate));
  if (swapped.length === 1 && swapped[0]) {
    const { at, candidate } = swapped[0];
    return `Were characters ${at + 1} and ${at + 2} swapped? ${candidate} would be right.`;
  }
  const last = [...'0123456789'].find((digit) => isRight(number.slice(0, -1) + digit));
  return last === undefined ? '' : `The last digit should be ${last}, or another one is wrong.`;
}

const neighbours = (number: string): { at: number; candidate: string }[] =>
  [...number.slice(0, -1)].flatMap((character, at) => {
    const next = number[at + 1] as string;
    if (character === next) return [];
    return [{ at, candidate: number.slice(0, at) + next + character + number.slice(at + 2) }];
  });
