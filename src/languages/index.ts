/** The languages customers are written to: a new one is a file here and a line in the list. */
import { z } from 'zod';
import { de } from './de.ts';
import { en, type Language } from './en.ts';

export type { Language } from './en.ts';

export const LANGUAGES: readonly Language[] = [en, de];

/** The code of the language that a tag such as `de-AT` asks for; undefined when we do not speak it. */
export function languageCode(tag: string): string | undefined {
  const wanted = tag.toLowerCase().split('-')[0];
  return LANGUAGES.find(({ code }) => code === wanted)?.code;
}

export const LANGUAGE_CODES: readonly string[] = LANGUAGES.map(({ code }) => code);

const NOT_A_TAG = 'must be a language tag such as de or en-GB';

/** A locale from outside: the code of its language, or undefined when we do not speak it. */
export const localeInput = z
  .string(NOT_A_TAG)
  .trim()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/, NOT_A_TAG)
  .meta({
    description: `The language of the mails as a BCP 47 tag: ${LANGUAGE_CODES.join(', ')}. Of any other, the customer’s own, else the shop’s`,
    example: 'de-AT',
  })
  .transform(languageCode);

/** The language of an order; English when it is one that we no longer speak. */
export const languageOf = (locale: string): Language => LANGUAGES.find(({ code }) => code === locale) ?? en;
