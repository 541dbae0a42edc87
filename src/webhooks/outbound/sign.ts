/** Signatures of outgoing webhooks, made by the library of the Standard Webhooks specification that receivers check with. */

import { Webhook } from 'standardwebhooks';
import { SECOND } from '../../lib/time.ts';

const BASE64_PREFIX = 'whsec_';

/**
 * The headers of one message: its id, the time it is sent (seconds since the epoch) and the signature over both and the
 * body. A secret that begins with `whsec_` is base64, any other is taken as it is.
 */
export function signWebhook(
  secret: string,
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: string },
): Record<string, string> {
  const webhook = secret.startsWith(BASE64_PREFIX) ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
  const signature = webhook.sign(id, new Date(seconds * SECOND), body);
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}
