/** Countries: ISO 3166-1 in two letters, and the other names that people and forms have for them. */
import countries from 'i18n-iso-countries';
import { z } from 'zod';

/** Codes of the customs union and of daily life, and the country that they lie in. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR', XI: 'GB', IC: 'ES', EA: 'ES' };

/** `DE` of `de`, `DEU`, `UK`; undefined for what is no code of a country. */
function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (code.length === 3) return countries.alpha3ToAlpha2(code);
  if (!/^[A-Z]{2}$/.test(code)) return undefined;
  return ALIASES[code] ?? (countries.isValid(code) ? code : undefined);
}

/** `Germany` → `DE`, for a hint: a name is no code, and never taken for one. */
const byName = (name: string): string | undefined => countries.getAlpha2Code(name.trim(), 'en');

/** A country as callers give it; its two letters come out. */
export const countryInput = z.string('is needed').transform((text, issues) => {
  const code = countryCode(text);
  if (code !== undefined) return code;
  const meant = byName(text);
  const hint = meant ? `; that is ${meant}` : ', such as DE';
  issues.addIssue({ code: 'custom', message: `must be a two-letter ISO 3166 country code${hint}` });
  return z.NEVER;
});

/** `DE` → `Germany`, in the language with this code. */
export const countryName = (country: string, language = 'en'): string =>
  countries.getName(country, language) ?? country;
