/** Errors on the wire: RFC 9457 problem documents with a stable `code`. Never a stack, never HTML. */
import { z } from 'zod';
import { outageOf } from '../database/outages.ts';
import { CATALOGUE, type ErrorCode, Refusal } from '../errors.ts';
import type { Logger } from '../platform/log.ts';
import { MEDIA, type Reply } from './route.ts';

const RETRY_AFTER_SECONDS = 2;

export const problemShape = z
  .looseObject({
    type: z.string().meta({ description: 'A page about this code' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: programs decide by it' }),
    detail: z.string().meta({ description: 'A sentence for a person: what is wrong, and what to do next' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) into the body, or `/` and the parameter' }),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Every field at fault' }),
    request_id: z.string().meta({ description: 'The same as X-Request-Id and as in the log' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. Some codes add facts: old and new prices, what is available, …' });

/** Any error as a reply. What is not a Refusal is a bug or an outage: logged whole, told in general. */
export function problemReply(
  error: unknown,
  { requestId, log, publicUrl }: { readonly requestId: string; readonly log: Logger; readonly publicUrl: string },
): Reply {
  const refusal = error instanceof Refusal ? error : unforeseen(error, requestId, log);
  const { code, row, extras } = refusal;
  const facts = extras.facts ?? {};
  const retryAfter = typeof facts.retry_after === 'number' ? facts.retry_after : RETRY_AFTER_SECONDS;
  return {
    status: row.status,
    body: problemDocument(refusal, requestId, publicUrl),
    headers: {
      'content-type': MEDIA.problem,
      ...(row.retry ? { 'retry-after': String(retryAfter) } : {}),
      ...(code === 'not_signed_in' ? { 'www-authenticate': 'Bearer' } : {}),
      ...(Array.isArray(facts.allow) ? { allow: facts.allow.join(', ') } : {}),
    },
  };
}

const problemType = (code: ErrorCode, publicUrl: string): string => `${publicUrl}/problems/${code}`;

export function problemDocument({ code, message, extras }: Refusal, requestId: string, publicUrl: string): object {
  const { status, title } = CATALOGUE[code];
  return {
    // First, so that no fact can take the place of a member of the standard.
    ...(extras.facts ?? {}),
    type: problemType(code, publicUrl),
    title,
    status,
    code,
    detail: message,
    ...(extras.errors ? { errors: extras.errors } : {}),
    request_id: requestId,
  };
}

/** Whoever asked has hung up: nothing of ours is wrong. */
const isAborted = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | null)?.code === 'ECONNRESET' && (error as Error).message === 'aborted';

function unforeseen(error: unknown, requestId: string, log: Logger): Refusal {
  if (isAborted(error)) return new Refusal('malformed_request', 'The request ended before it was whole.');
  const outage = outageOf(error);
  if (outage) log.error({ request_id: requestId, code: outage.code, cure: outage.cure }, 'a request failed');
  else {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error({ request_id: requestId, error: said }, 'a request failed');
  }
  // What is wrong is for the operator, in the log.
  return outage
    ? new Refusal(outage.code, `${CATALOGUE[outage.code].title}; try again in a while.`)
    : new Refusal('bug', `Something went wrong on our side; tell us request ${requestId}, and try again.`);
}
