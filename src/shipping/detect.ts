/**
 * Tracking numbers: whose is it, and is its check digit right? Where the forms of several carriers fit, those the shop works
 * with and the place the parcel goes to decide; else whoever typed it is asked. Nothing is guessed in silence.
 */
import type { TrackingCourier, TrackingData } from 'ts-tracking-number';
import { Refusal } from '../errors.ts';
import { isByHand } from './by-hand.ts';
import { carrierName } from './carrier-names.ts';
import { FORMATS, type TrackingFormat } from './formats.ts';
import { isSandboxNumber, SANDBOX, SANDBOX_NUMBER } from './sandbox-number.ts';
import { slipHint } from './slip-hint.ts';
import { normalTracking, trackingCandidates } from './tracking-form.ts';

export interface DetectedTracking {
  /** In the normal form; see normalTracking. */
  readonly trackingNumber: string;
  readonly carrier: string;
  /** The carrier's own tracking page. */
  readonly url: string | null;
}

export interface DetectOptions {
  /** The carrier's code: the number has to be one of theirs, where their forms are known. */
  readonly carrier?: string | undefined;
  /** Takes the number as it is, without looking at it. */
  readonly force?: boolean | undefined;
  /** The carriers that the shop works with. */
  readonly shopCarriers?: readonly string[];
  /** The country the parcel goes to; asked for only when several carriers fit. */
  readonly destination?: () => Promise<string | undefined>;
}

/** A carrier whose form fits. */
interface Match {
  readonly carrier: string;
  readonly url: string | null;
  readonly distinct: boolean;
  readonly home?: readonly string[] | undefined;
}

/** The carrier of a tracking number. Throws Refusal `tracking_number_wrong`, which says what is wrong with it, and `carrier_ambiguous`. */
export async function detectTracking(typed: string, options: DetectOptions = {}): Promise<DetectedTracking> {
  const wanted = options.carrier?.trim().toLowerCase();
  const whole = normalTracking(typed);
  if (wanted !== undefined && isByHand(wanted)) {
    throw wrong(`A parcel by ${wanted} has no tracking number: ship it with --no-tracking --method ${wanted}.`);
  }
  if (options.force) return unknownCarrier(whole, wanted ?? 'other');
  const library = await import('ts-tracking-number');
  for (const trackingNumber of trackingCandidates(typed)) {
    const matches = matchesOf(trackingNumber, library).filter(({ carrier }) => !wanted || carrier === wanted);
    const [only] = matches.length > 0 ? await choose(matches, trackingNumber, options) : [];
    if (only) return { trackingNumber, carrier: only.carrier, url: only.url };
  }
  const couriers = library.allCouriers.filter(({ courier_code }) => !wanted || courier_code === wanted);
  const known = couriers.length > 0 || wanted === SANDBOX || FORMATS.some(({ carrier }) => carrier === wanted);
  if (wanted && !known) return unknownCarrier(whole, wanted);
  throw wrong(explain(whole, { couriers, wanted, isRight: (candidate) => matchesOf(candidate, library).length > 0 }));
}

type Library = Pick<typeof import('ts-tracking-number'), 'allCouriers' | 'getTracking'>;

/** Every carrier one of whose forms it has, with a right check digit. */
function matchesOf(number: string, { allCouriers, getTracking }: Library): Match[] {
  if (SANDBOX_NUMBER.test(number)) {
    return isSandboxNumber(number) ? [{ carrier: SANDBOX, url: null, distinct: true }] : [];
  }
  const own = FORMATS.filter(({ form, isRight }) => form.test(number) && (isRight?.(number) ?? true)).map(ownMatch);
  const theirs = allCouriers.flatMap((courier) => {
    const found = getTracking(number, [courier]);
    return found && !isMistaken(number, courier.courier_code)
      ? [libraryMatch(number, courier.courier_code, found.trackingUrl)]
      : [];
  });
  const all = [...own, ...theirs];
  const distinct = all.filter((match) => match.distinct);
  const kept = distinct.length > 0 ? distinct : all;
  return kept.filter(({ carrier }, index) => kept.findIndex((other) => other.carrier === carrier) === index);
}

const ownMatch = ({ carrier, distinct, home }: TrackingFormat): Match => ({ carrier, distinct, home, url: null });

const libraryMatch = (number: string, carrier: string, url: string | null | undefined): Match => ({
  carrier,
  url: url?.replace('%s', number) ?? null,
  distinct:
    /[A-Z]/.test(number) ||
    (carrier === 'fedex' && SMART_POST.test(number)) ||
    (carrier === 'usps' && /^(9[1-5]|7[0-7]|81|23|03)/.test(number)),
  home: carrier === 'usps' || carrier === 'ontrac' ? ['US', 'PR', 'GU', 'VI', 'AS', 'MP'] : undefined,
});

/** FedEx's mailer numbers, which FedEx and the post both know where to find. */
const SMART_POST = /^(92)?6129\d/;

/** What the library takes for a carrier's and is not: German parcels begin with two zeros, 92… without FedEx's mailer is the post's. */
function isMistaken(number: string, courier: string): boolean {
  if (courier === 'usps') return number.startsWith('00');
  return courier === 'fedex' && /^9[1-5]/.test(number) && number.length >= 20 && !SMART_POST.test(number);
}

/** The one that is meant; nothing when there is none. Throws `carrier_ambiguous` when several are possible. */
async function choose(matches: readonly Match[], number: string, options: DetectOptions): Promise<readonly Match[]> {
  if (matches.length <= 1) return matches;
  const shops = matches.filter(({ carrier }) => options.shopCarriers?.includes(carrier));
  if (shops.length === 1) return shops;
  const left = shops.length > 0 ? shops : matches;
  const country = await options.destination?.();
  const there = country ? left.filter(({ home }) => !home || home.includes(country)) : left;
  if (there.length === 1) return there;
  throw ambiguous(number, there.length > 0 ? there : left);
}

function ambiguous(number: string, matches: readonly Match[]): Refusal {
  const carriers = matches.map(({ carrier }) => carrier);
  const names = carriers.map((carrier) => `${carrierName(carrier)} (${carrier})`).join(', ');
  const detail = `"${number}" may be of ${names}: say which with the carrier`;
  return new Refusal('carrier_ambiguous', `${detail} (--carrier ${carriers[0]}).`, {
    errors: [{ pointer: '/carrier', detail }],
    facts: { carriers },
  });
}

const wrong = (detail: string): Refusal =>
  new Refusal('tracking_number_wrong', detail, { errors: [{ pointer: '/tracking_number', detail }] });

function unknownCarrier(trackingNumber: string, carrier: string): DetectedTracking {
  if (!/^[a-z0-9_-]{2,32}$/.test(carrier))
    throw wrong(`"${carrier}" is not a carrier code (letters, digits, - and _).`);
  if (!/^[A-Z0-9]{6,40}$/.test(trackingNumber)) {
    throw wrong(`"${trackingNumber}" is not a tracking number: 6 to 40 letters and digits are.`);
  }
  return { trackingNumber, carrier, url: null };
}

interface Explained {
  readonly couriers: readonly TrackingCourier[];
  readonly wanted: string | undefined;
  readonly isRight: (candidate: string) => boolean;
}

function explain(trackingNumber: string, { couriers, wanted, isRight }: Explained): string {
  if (trackingNumber.startsWith('SBX') && (wanted === undefined || wanted === SANDBOX)) {
    return SANDBOX_NUMBER.test(trackingNumber)
      ? checkDigitWrong(trackingNumber, 'sandbox number', isSandboxNumber)
      : `"${trackingNumber}" is not a sandbox number: SBX and nine digits are.`;
  }
  const own = FORMATS.find(
    ({ form, carrier, distinct }) => form.test(trackingNumber) && (carrier === wanted || distinct),
  );
  if (own) return checkDigitWrong(trackingNumber, `${own.name} number`, isRight);
  const alike = couriers.find((courier) => courier.tracking_numbers.some((format) => fits(trackingNumber, format)));
  if (alike) return checkDigitWrong(trackingNumber, `${alike.name} number`, isRight);
  if (wanted)
    return `"${trackingNumber}" does not have the form of a ${wanted} tracking number: compare it with the label.`;
  return `"${trackingNumber}" is no tracking number we recognise: compare it with the label, or name the carrier.`;
}

function fits(trackingNumber: string, { regex }: TrackingData): boolean {
  const source = typeof regex === 'string' ? regex : regex.join('');
  return new RegExp(`^${source}$`).test(trackingNumber);
}

const checkDigitWrong = (trackingNumber: string, what: string, isRight: (candidate: string) => boolean): string =>
  `"${trackingNumber}" looks like a ${what}, but its check digit is wrong: compare it with the label. ${slipHint(trackingNumber, isRight)}`.trimEnd();

/** Where a customer follows the parcel; null where the carrier has no page. The sandbox carrier's page is ours. */
export const trackingPage = ({ url, carrier, trackingNumber }: DetectedTracking, publicUrl: string): string | null =>
  url ??
  (carrier === SANDBOX ? `${publicUrl}/sandbox/parcels/${trackingNumber}` : (PAGES[carrier]?.(trackingNumber) ?? null));

/** Pages of carriers that the library does not know. */
const PAGES: Readonly<Record<string, (number: string) => string>> = {
  dhl: (number) => `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${number}`,
  gls: (number) => `https://gls-group.com/track/${number}`,
  dpd: (number) => `https://tracking.dpd.de/status/en_US/parcel/${number}`,
  hermes: (number) => `https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#${number}`,
  canada_post: (number) => `https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=${number}`,
  purolator: (number) => `https://www.purolator.com/en/shipping/tracker?pin=${number}`,
  australia_post: (number) => `https://auspost.com.au/mypost/track/details/${number}`,
  la_poste: (number) => `https://www.laposte.fr/outils/suivre-vos-envois?code=${number}`,
};
