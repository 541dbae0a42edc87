/** Errors on the wire: RFC 9457 problem documents with a stable `code`. Never a stack, never HTML. */

import { isConnectionLoss } from '../database/faults.ts';
import { CATALOGUE, type ErrorCode, Refusal } from '../errors.ts';
import type { Logger } from '../lib/log.ts';
import type { Reply } from './route.ts';

const RETRY_AFTER_SECONDS = 2;

/** Any error as a reply. What is not a Refusal is a bug or an outage: logged whole, told in general. */
export function problemReply(error: unknown, requestId: string, log: Logger): Reply {
  const refusal = error instanceof Refusal ? error : unforeseen(error, requestId, log);
  const { code, message, extras, row } = refusal;
  const facts = extras.facts ?? {};
  const retryAfter = typeof facts.retry_after === 'number' ? facts.retry_after : RETRY_AFTER_SECONDS;
  return {
    status: row.status,
    body: problemDocument(code, message, extras, requestId),
    headers: {
      'content-type': 'application/problem+json',
      ...(row.retry ? { 'retry-after': String(retryAfter) } : {}),
      ...(code === 'not_signed_in' ? { 'www-authenticate': 'Bearer' } : {}),
    },
  };
}

function problemDocument(code: ErrorCode, detail: string, extras: Refusal['extras'], requestId: string): object {
  const { status, title } = CATALOGUE[code];
  return {
    // First, so that no fact can take the place of a member of the standard.
    ...(extras.facts ?? {}),
    type: `urn:orders:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(extras.errors ? { errors: extras.errors } : {}),
    request_id: requestId,
  };
}

function unforeseen(error: unknown, requestId: string, log: Logger): Refusal {
  log.error(
    { request_id: requestId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'a request failed',
  );
  return isConnectionLoss(error)
    ? new Refusal('database_unavailable', 'The database does not answer at the moment; try again in a few seconds.')
    : new Refusal('bug', `Something went wrong on our side; tell us request ${requestId}, and try again.`);
}
