/** Agenda's ways of naming jobs, as SQL conditions. */
import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import { LIKE_ESCAPE, likePattern } from '../../src/database/like.ts';
import type { Dialect } from '../../src/database/sql.ts';
import { idToBytes, parseId } from '../../src/lib/ids.ts';

export interface Filter {
  readonly sql: string;
  readonly params: readonly unknown[];
}

const inList = (column: string, values: readonly unknown[], not = ''): Filter => ({
  sql: `${column} ${not} IN (${values.map(() => '?').join(', ') || 'NULL'})`,
  params: values,
});

/** The bytes of ids that can be ids; others match nothing. */
const idBytes = (ids: readonly (string | { toString(): string })[]): Buffer[] =>
  ids.flatMap((id) => {
    const parsed = parseId('job', String(id));
    return parsed ? [idToBytes(parsed)] : [];
  });

/**
 * Partial matching of an object inside `data`: every leaf has to be equal; anything but an object has to be the whole.
 * Leaves are compared as JSON texts cut from the stored JSON, which is the same on every engine.
 */
function dataFilters(data: unknown, dialect: Dialect): Filter[] {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    return [{ sql: 'data = ?', params: [JSON.stringify(data)] }];
  }
  const sql =
    dialect === 'mysql'
      ? // As texts: MariaDB compares what JSON_EXTRACT gives unlike what it shows.
        'CONCAT(JSON_EXTRACT(data, ?)) = CONCAT(JSON_EXTRACT(?, ?))'
      : 'JSON_EXTRACT(data, ?) IS JSON_EXTRACT(?, ?)';
  return leaves(data, '$').map(([path, value]) => ({ sql, params: [path, JSON.stringify({ value }), '$.value'] }));
}

function leaves(value: object, path: string): [string, unknown][] {
  return Object.entries(value).flatMap(([key, held]) => {
    const here = `${path}."${key.replace(/["\\]/g, '')}"`;
    return held !== null && typeof held === 'object' && !Array.isArray(held) ? leaves(held, here) : [[here, held]];
  });
}

/** Conditions for `removeJobs` and its kin; undefined when nothing is named, so that nothing is done. */
export function removalFilter(options: RemoveJobsOptions, dialect: Dialect): Filter | undefined {
  const filters: Filter[] = [];
  if (options.id) filters.push(inList('id', idBytes([options.id])));
  else if (options.ids?.length) filters.push(inList('id', idBytes(options.ids)));
  if (options.name) filters.push({ sql: 'name = ?', params: [options.name] });
  else if (options.names?.length) filters.push(inList('name', options.names));
  else if (options.notNames?.length) filters.push(inList('name', options.notNames, 'NOT'));
  if (options.data !== undefined) filters.push(...dataFilters(options.data, dialect));
  return filters.length > 0 ? all(filters) : undefined;
}

export function queryFilter(options: JobsQueryOptions, dialect: Dialect): Filter {
  const filters: Filter[] = [];
  if (options.name) filters.push({ sql: 'name = ?', params: [options.name] });
  else if (options.names?.length) filters.push(inList('name', options.names));
  if (options.id) filters.push(inList('id', idBytes([options.id])));
  else if (options.ids?.length) filters.push(inList('id', idBytes(options.ids)));
  if (options.search) filters.push({ sql: `LOWER(name) LIKE ? ${LIKE_ESCAPE}`, params: [likePattern(options.search)] });
  if (options.data !== undefined) filters.push(...dataFilters(options.data, dialect));
  if (options.includeDisabled === false) filters.push({ sql: 'disabled = 0', params: [] });
  return filters.length > 0 ? all(filters) : { sql: '1 = 1', params: [] };
}

const all = (filters: readonly Filter[]): Filter => ({
  sql: filters.map(({ sql }) => `(${sql})`).join(' AND '),
  params: filters.flatMap(({ params }) => params),
});
