/** Query strings: every name known, none twice, numbers and flags turned into what they are. */
import { type FieldFault, Refusal } from '../errors.ts';

/** `list` is comma-separated. */
export type QueryKind = 'text' | 'int' | 'flag' | 'list';

type QueryValue = string | number | boolean | string[];

/** The query as an object for a use case. Throws `invalid_input` that names every parameter at fault. */
export function readQuery(
  query: URLSearchParams,
  kinds: Readonly<Record<string, QueryKind>>,
): Record<string, QueryValue> {
  const faults: FieldFault[] = [];
  const values: Record<string, QueryValue> = {};
  for (const name of new Set(query.keys())) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const fault = (detail: string) => faults.push({ pointer: `/${name}`, detail });
    const given = query.getAll(name);
    if (!kind) fault(`is not a known parameter; there are: ${Object.keys(kinds).join(', ')}`);
    else if (given.length > 1) fault('is there more than once');
    else {
      const value = readValue(given[0] ?? '', kind);
      if (value === undefined) fault(kind === 'int' ? 'must be a whole number' : 'must be true or false');
      else values[name] = value;
    }
  }
  if (faults.length === 0) return values;
  const [first] = faults as [FieldFault];
  throw new Refusal('invalid_input', `${first.pointer.slice(1)} ${first.detail}.`, { errors: faults });
}

function readValue(text: string, kind: QueryKind): QueryValue | undefined {
  if (kind === 'text') return text;
  if (kind === 'list') return text.split(',').filter(Boolean);
  if (kind === 'int') return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
