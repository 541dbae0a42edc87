/**
 * Tracking numbers: whose is it, and is its check digit right? The formats and check digits of Amazon, DHL, FedEx,
 * OnTrac, S10 (postal), UPS and USPS come from ts-tracking-number; the sandbox's is `SBX`, eight digits and a check
 * digit that makes the weighted sum (3, 1, 3, 1 …) divisible by ten.
 */
import type { TrackingCourier, TrackingData } from 'ts-tracking-number';
import { Refusal } from '../errors.ts';
import { slipHint } from './slip-hint.ts';

export interface DetectedTracking {
  /** Upper case, without spaces and dashes. */
  readonly trackingNumber: string;
  readonly carrier: string;
  /** The carrier's own tracking page. */
  readonly url: string | null;
}

const SANDBOX = 'sandbox';

/**
 * The carrier of a tracking number. `carrier` given: the number has to be one of theirs (any 6 to 40 letters and digits
 * for carriers whose formats are not known). `force` takes the number as it is, without looking at it. Throws Refusal `tracking_number_wrong` that says what is wrong with it.
 */
export async function detectTracking(typed: string, carrier?: string, force = false): Promise<DetectedTracking> {
  const trackingNumber = typed.replace(/[\s-]/g, '').toUpperCase();
  const wanted = carrier?.trim().toLowerCase();
  if (force) return unknownCarrier(trackingNumber, wanted ?? 'other');
  if (/^SBX/.test(trackingNumber) && (wanted === undefined || wanted === SANDBOX)) return sandboxNumber(trackingNumber);
  const { allCouriers, getTracking } = await import('ts-tracking-number');
  const couriers = wanted ? allCouriers.filter(({ courier_code }) => courier_code === wanted) : allCouriers;
  if (wanted && couriers.length === 0) return unknownCarrier(trackingNumber, wanted);
  const found = getTracking(trackingNumber, couriers);
  if (found) {
    const url = found.trackingUrl?.replace('%s', trackingNumber) ?? null;
    return { trackingNumber, carrier: found.courier.code, url };
  }
  throw wrong(
    explain(trackingNumber, {
      couriers,
      wanted,
      isRight: (candidate) => getTracking(candidate, couriers) !== undefined,
    }),
  );
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

function explain(
  trackingNumber: string,
  {
    couriers,
    wanted,
    isRight,
  }: {
    readonly couriers: readonly TrackingCourier[];
    readonly wanted: string | undefined;
    readonly isRight: (candidate: string) => boolean;
  },
): string {
  const alike = couriers.find((courier) => courier.tracking_numbers.some((format) => fits(trackingNumber, format)));
  if (alike) {
    return checkDigitWrong(trackingNumber, `${alike.name} number`, isRight);
  }
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

const isSandboxNumber = (candidate: string): boolean => {
  const [, digits = '', check] = /^SBX(\d{8})(\d)$/.exec(candidate) ?? [];
  return digits !== '' && sandboxCheckDigit(digits) === check;
};

function sandboxNumber(trackingNumber: string): DetectedTracking {
  const digits = /^SBX(\d{8})(\d)$/.exec(trackingNumber);
  if (!digits) throw wrong(`"${trackingNumber}" is not a sandbox number: SBX and nine digits are.`);
  if (sandboxCheckDigit(digits[1] as string) !== digits[2]) {
    throw wrong(checkDigitWrong(trackingNumber, 'sandbox number', isSandboxNumber));
  }
  return { trackingNumber, carrier: SANDBOX, url: null };
}

/** Where a customer follows the parcel; null where the carrier has no page. The sandbox carrier's page is ours. */
export const trackingPage = ({ url, carrier, trackingNumber }: DetectedTracking, publicUrl: string): string | null =>
  url ?? (carrier === SANDBOX ? `${publicUrl}/sandbox/parcels/${trackingNumber}` : null);

/** The check digit of eight digits of a sandbox number. */
export function sandboxCheckDigit(digits: string): string {
  const sum = [...digits].reduce((held, digit, index) => held + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
