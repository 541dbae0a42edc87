/** Query strings: every name known, none twice, texts turned into the types of the route's schema. */
import { z } from 'zod';
import { type FieldFault, Refusal } from '../errors.ts';

type QueryValue = string | number | boolean | string[];

/** The query as an object for a use case. Throws `invalid_input` that names every parameter at fault. */
export function readQuery(query: URLSearchParams, schema: z.ZodObject | undefined): Record<string, QueryValue> {
  const shape = schema?.shape ?? {};
  const faults: FieldFault[] = [];
  const values: Record<string, QueryValue> = {};
  for (const name of new Set(query.keys())) {
    const parameter = Object.hasOwn(shape, name) ? (shape[name] as z.ZodType) : undefined;
    const fault = (detail: string) => faults.push({ pointer: `/${name}`, detail });
    const given = query.getAll(name);
    if (!parameter) fault(`is not a known parameter; there are: ${Object.keys(shape).join(', ') || 'none'}`);
    else if (given.length > 1) fault('is there more than once');
    else {
      const kind = kindOf(parameter);
      const value = readValue(given[0] ?? '', kind);
      if (value === undefined) fault(kind === 'number' ? 'must be a whole number' : 'must be true or false');
      else values[name] = value;
    }
  }
  if (faults.length === 0) return values;
  const [first] = faults as [FieldFault];
  throw new Refusal('invalid_input', `${first.pointer.slice(1)} ${first.detail}.`, { errors: faults });
}

/** `number`, `boolean`, `array` (comma-separated), or anything else, which stays text. */
function kindOf(schema: z.ZodType): string {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.def.innerType as z.ZodType;
  return inner.def.type;
}

function readValue(text: string, kind: string): QueryValue | undefined {
  if (kind === 'number') return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  return kind === 'array' ? text.split(',').filter(Boolean) : text;
}
