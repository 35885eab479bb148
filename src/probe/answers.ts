import { isLosslessNumber } from 'lossless-json';
import { asJsonObject, isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { ProbeAnswer, ProbeRequest } from './probe.ts';

/** A GET. */
export function get(
  path: string,
  query: ProbeRequest['query'] = {},
  params: ProbeRequest['params'] = {},
): ProbeRequest {
  return { path, params, query };
}

/** One of the POSTs that only read. */
export function post(path: string, body: unknown, query: ProbeRequest['query'] = {}): ProbeRequest {
  return { path, params: {}, query, body };
}

/** The value at a key of a body. */
export function valueAt(answer: ProbeAnswer | undefined, key: string): unknown {
  return asJsonObject(answer?.body)[key];
}

/** The records of a list; none where it is null, absent, or no list. */
export function rowsOf(answer: ProbeAnswer | undefined, key: string): JsonObject[] {
  const value = valueAt(answer, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The cursor of the next page; undefined at the end. */
export function nextOf(answer: ProbeAnswer | undefined): string | undefined {
  const next = valueAt(answer, 'next');
  return next === undefined || next === null || next === '' ? undefined : String(next);
}

/** The form of `next`. */
export function nextFormOf(answer: ProbeAnswer | undefined): 'absent' | 'null' | 'empty' | 'a cursor' {
  const next = valueAt(answer, 'next');
  if (next === undefined) return 'absent';
  if (next === null) return 'null';
  return next === '' ? 'empty' : 'a cursor';
}

/** A value as a number; undefined if it is none. */
export function toNumber(value: unknown): number | undefined {
  const number = isLosslessNumber(value) ? Number(value.toString()) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A column of records as numbers; those without it are left out. */
export function numbersOf(rows: readonly JsonObject[], column: string): number[] {
  return rows.map((row) => toNumber(row[column])).filter((value) => value !== undefined);
}

/** A column of records as texts. */
export function textsOf(rows: readonly JsonObject[], column = 'id'): string[] {
  return rows.map((row) => String(row[column]));
}

/** Counts how many of these are among those. */
export function overlap(these: readonly string[], those: readonly string[]): number {
  const known = new Set(those);
  return these.filter((one) => known.has(one)).length;
}

/** The number of digits in place of a count: `no`, `1 to 9`, `10 to 99`. */
export function magnitude(count: number): string {
  if (count === 0) return 'no';
  const least = 10 ** Math.floor(Math.log10(count));
  return `${least.toLocaleString('en-US')} to ${(least * 10 - 1).toLocaleString('en-US')}`;
}

/** A length of time in its largest unit: `3 s`, `5 min`, `2 h`, `9 days`. */
export function describeSpan(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 120) return `${Math.round(size)} s`;
  if (size < 7200) return `${Math.round(size / 60)} min`;
  return size < 172_800 ? `${Math.round(size / 3600)} h` : `${Math.round(size / 86_400)} days`;
}
