/** Addresses: an ISO 3166-1 country, and a postal code that fits it, as that country writes it. */
import { z } from 'zod';
import { countryInput, countryName } from '../lib/country.ts';
import { needsPostalCode, postalCode } from './postal-code.ts';

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
      postal_code: z.string().trim().max(16).optional(),
      country: countryInput,
      phone: line(40).optional(),
      as_written: z.boolean().optional().meta({
        description:
          'Takes the postal code as it is written, where it is none that we know; somebody looks before it ships',
      }),
    },
    'must be an object with name, line1, city, postal_code and country',
  )
  .transform(({ as_written, postal_code: typed = '', ...address }, issues) => {
    const postal_code = typed === '' ? undefined : (postalCode(address.country, typed) ?? typed);
    const fault = as_written ? undefined : postalFault(address.country, postal_code);
    if (fault) issues.addIssue({ code: 'custom', path: ['postal_code'], message: fault });
    return { ...address, ...(postal_code === undefined ? {} : { postal_code }) };
  });

export type Address = z.output<typeof addressSchema>;

/** Why somebody should look at the postal code of an address; undefined when there is nothing to see. */
export function addressFault({ country, postal_code }: Pick<Address, 'country' | 'postal_code'>): string | undefined {
  const fault = postalFault(country, postal_code);
  return fault && `postal_code ${fault}`;
}

const INSIST = 'if it is right, send "as_written": true with the address, and somebody will look at it';

function postalFault(country: string, code: string | undefined): string | undefined {
  const name = countryName(country);
  if (code === undefined) return needsPostalCode(country) ? `is needed in ${name}; ${INSIST}` : undefined;
  return postalCode(country, code) === undefined ? `"${code}" is not a postal code of ${name}; ${INSIST}` : undefined;
}
