/**
 * Forms of tracking numbers that the library of formats does not know, or takes for another carrier's. Each is a fact of a
 * carrier's labels; `home` is where it carries parcels to, everywhere unless given.
 */
import { gs1CheckDigit, identcodeCheckDigit, luhnCheckDigit, mod37Check } from './check-digits.ts';

export interface TrackingFormat {
  readonly carrier: string;
  readonly name: string;
  readonly form: RegExp;
  readonly isRight?: (number: string) => boolean;
  /** Letters or a beginning that only this carrier uses. */
  readonly distinct: boolean;
  readonly home?: readonly string[];
}

const EUROPE =
  'AD AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO RS SE SI SK SM'.split(
    ' ',
  );

const lastDigit = (check: (body: string) => string) => (number: string) =>
  check(number.slice(0, -1)) === number.slice(-1);

export const FORMATS: readonly TrackingFormat[] = [
  // DHL Paket: an SSCC with the two zeros of its application identifier, an identcode, or a piece id
  { carrier: 'dhl', name: 'DHL Paket', form: /^0034\d{16}$/, isRight: lastDigit(gs1CheckDigit), distinct: true },
  { carrier: 'dhl', name: 'DHL', form: /^(JJD\d{14,20}|JD\d{16,18}|JVGL\d{10,20})$/, distinct: true },
  {
    carrier: 'dhl',
    name: 'DHL Identcode',
    form: /^\d{12}$/,
    isRight: lastDigit(identcodeCheckDigit),
    distinct: false,
    home: ['DE'],
  },
  { carrier: 'yodel', name: 'Yodel', form: /^J?JD000[2-4]\d{10,14}$/, distinct: true, home: ['GB', 'IE'] },
  {
    carrier: 'gls',
    name: 'GLS',
    form: /^\d{11,12}$/,
    isRight: (number) => number.length === 11 || lastDigit((body) => gs1CheckDigit(body))(number),
    distinct: false,
    home: EUROPE,
  },
  { carrier: 'dpd', name: 'DPD', form: /^\d{14}$/, distinct: false, home: EUROPE },
  {
    carrier: 'dpd',
    name: 'DPD',
    form: /^\d{14}[0-9A-Z]$/,
    isRight: (number) => mod37Check(number.slice(0, -1)) === number.slice(-1),
    distinct: false,
    home: EUROPE,
  },
  {
    carrier: 'dpd',
    name: 'DPD',
    form: /^\d{27}[0-9A-Z]$/,
    isRight: (number) => mod37Check(number.slice(0, -1)) === number.slice(-1),
    distinct: true,
    home: EUROPE,
  },
  { carrier: 'hermes', name: 'Hermes', form: /^(H\d{19}|\d{14})$/, distinct: false, home: ['AT', 'DE'] },
  { carrier: 'evri', name: 'Evri', form: /^([A-Z]\d{2}[A-Z0-9]{2}[A-Z]\d{10}|\d{16})$/, distinct: false, home: ['GB'] },
  { carrier: 'postnl', name: 'PostNL', form: /^3S[A-Z]{2,6}\d{5,13}$/, distinct: true, home: ['BE', 'LU', 'NL'] },
  {
    carrier: 'la_poste',
    name: 'La Poste',
    form: /^(\d[A-Z]\d{11}|[A-Z]{2}\d{11})$/,
    distinct: true,
    home: ['AD', 'FR', 'MC'],
  },
  {
    carrier: 'canada_post',
    name: 'Canada Post',
    form: /^\d{16}$/,
    isRight: lastDigit(gs1CheckDigit),
    distinct: false,
    home: ['CA', 'US'],
  },
  {
    carrier: 'purolator',
    name: 'Purolator',
    form: /^[0-5]\d{11}$/,
    isRight: lastDigit(luhnCheckDigit),
    distinct: false,
    home: ['CA'],
  },
  { carrier: 'purolator', name: 'Purolator', form: /^[A-Z]{3}\d{9}$/, distinct: true, home: ['CA', 'US'] },
  { carrier: 'canpar', name: 'Canpar', form: /^D\d{21}$/, distinct: true, home: ['CA'] },
  {
    carrier: 'australia_post',
    name: 'Australia Post',
    form: /^(?=.*[A-Z])[0-9A-Z]{3,5}\d{16,18}$/,
    distinct: false,
    home: ['AU'],
  },
  {
    carrier: 'lasership',
    name: 'LaserShip',
    form: /^(1LS[0-9A-Z]{12,16}|L[A-Z]\d{8}|[A-Z]{3}1LS[0-9A-Z]{8,16})$/,
    distinct: true,
    home: ['US'],
  },
  { carrier: 'amazon', name: 'Amazon Logistics', form: /^TB[ABCM]\d{12}$/, distinct: true },
  { carrier: 'speedee', name: 'Spee-Dee', form: /^SP\d{18}$/, distinct: true, home: ['US'] },
  {
    carrier: 'old_dominion',
    name: 'Old Dominion',
    form: /^\d{11}$/,
    isRight: lastDigit(luhnCheckDigit),
    distinct: false,
    home: ['CA', 'MX', 'US'],
  },
  { carrier: 'landmark', name: 'Landmark Global', form: /^LTN\d{8,10}[A-Z]\d$/, distinct: true },
  { carrier: 'yunexpress', name: 'YunExpress', form: /^YT\d{16}$/, distinct: true },
  { carrier: 'gofo', name: 'GOFO', form: /^(GFUS|CR)\d{14,15}$/, distinct: true, home: ['US'] },
  { carrier: 'cainiao', name: 'Cainiao', form: /^(LP|CNG)\d{14}$/, distinct: true },
];
