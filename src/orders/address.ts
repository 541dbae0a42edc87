/** Addresses: an ISO 3166-1 country, and a postal code that fits it (formats from postcode-validator). */
import countries from 'i18n-iso-countries';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import { z } from 'zod';

const line = (max: number) =>
  z.string('is needed').trim().min(1, 'is needed').max(max, `must be at most ${max} characters`);

export const addressSchema = z
  .strictObject(
    {
      name: line(200),
      company: line(200).optional(),
      line1: line(200),
      line2: line(200).optional(),
      city: line(100),
      region: line(100).optional(),
      postal_code: z.string().trim().toUpperCase().max(16).optional(),
      country: z
        .string('is needed')
        .trim()
        .toUpperCase()
        .refine(
          (code) => /^[A-Z]{2}$/.test(code) && countries.isValid(code),
          'must be a two-letter ISO 3166 country code, such as DE',
        ),
      phone: line(40).optional(),
    },
    'must be an object with name, line1, city, postal_code and country',
  )
  .superRefine(({ country, postal_code }, refusal) => {
    const fault = postalFault(country, postal_code ?? '');
    if (fault) refusal.addIssue({ code: 'custom', path: ['postal_code'], message: fault });
  });

export type Address = z.output<typeof addressSchema>;

/** `DE` → `Germany`, in the language with this code. */
export const countryName = (country: string, language = 'en'): string =>
  countries.getName(country, language) ?? country;

/** What is wrong with a postal code; undefined when nothing is, or when the country has no codes to hold it against. */
function postalFault(country: string, postalCode: string): string | undefined {
  if (!postcodeValidatorExistsForCountry(country)) return undefined;
  if (postcodeValidator(postalCode, country)) return undefined;
  const name = countryName(country);
  return postalCode === '' ? `is needed in ${name}` : `"${postalCode}" is not a postal code of ${name}`;
}
