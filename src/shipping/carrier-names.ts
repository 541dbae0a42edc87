/** Carriers as their customers call them, by the codes that detection and adapters use. */
const NAMES: Readonly<Record<string, string>> = {
  amazon: 'Amazon Logistics',
  dhl: 'DHL',
  fedex: 'FedEx',
  letter: 'letter post',
  ontrac: 'OnTrac',
  own: 'our own delivery',
  pickup: 'collection',
  s10: 'the post',
  sandbox: 'the carrier',
  ups: 'UPS',
  usps: 'USPS',
};

/** The name of a carrier for a sentence; one we have no name for goes by its code. */
export const carrierName = (code: string): string => NAMES[code] ?? code.charAt(0).toUpperCase() + code.slice(1);
