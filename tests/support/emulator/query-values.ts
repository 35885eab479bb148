import { refuse } from './refusals.ts';

/** Query parameters by name; of repeated ones the last. */
export type Query = Readonly<Record<string, string>>;

/** A whole number, absent when not given; anything else is refused with 400. */
export function readInteger(query: Query, name: string): number | undefined {
  const text = query[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw refuse(400);
  return value;
}

/** `true` or `false`, false when not given; anything else is refused with 400. */
export function readBoolean(query: Query, name: string): boolean {
  const text = query[name] ?? 'false';
  if (text !== 'true' && text !== 'false') throw refuse(400);
  return text === 'true';
}

/** The page size: the API's default if absent, at most its maximum, refused if not a positive integer. */
export function readLimit(query: Query, byDefault: number, maximum: number): number {
  const asked = readInteger(query, 'limit');
  if (asked !== undefined && asked < 1) throw refuse(400);
  return Math.min(asked ?? byDefault, maximum);
}

/** Tells whether `sort` asks for the reverse of chronological order; default is chronological, which no source states. */
export function readDescending(query: Query): boolean {
  const sort = query['sort'] ?? 'asc';
  if (sort !== 'asc' && sort !== 'desc') throw refuse(400);
  return sort === 'desc';
}
