/** Content negotiation, as far as it goes here: each route answers in one format, and says so when that is not wanted. */
import { Refusal } from '../errors.ts';

/** Throws `not_acceptable` unless the `Accept` header (RFC 9110 §12.5.1) has room for this media type. */
export function requireAcceptable(accept: string | undefined, type: string): void {
  if (accept === undefined || accept === '*/*') return;
  const [wanted = ''] = type.split(';');
  const family = `${wanted.split('/')[0]}/*`;
  const fits = accept.split(',').some((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return !refused && (name === '*/*' || name === family || name === wanted);
  });
  if (!fits) throw new Refusal('not_acceptable', `This address answers with ${wanted}, which Accept does not allow.`);
}
