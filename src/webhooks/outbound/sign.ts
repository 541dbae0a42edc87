/** Signatures of outgoing webhooks, as receivers' libraries of the Standard Webhooks specification check them. */
import { createHmac } from 'node:crypto';

const BASE64_PREFIX = 'whsec_';

/**
 * The headers of one message: its id, the time it is sent (seconds since the epoch) and the signature over both and the
 * body. A secret that begins with `whsec_` is base64, any other is taken as it is.
 */
export function signWebhook(
  secret: string,
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: string },
): Record<string, string> {
  const key = secret.startsWith(BASE64_PREFIX) ? Buffer.from(secret.slice(BASE64_PREFIX.length), 'base64') : secret;
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
