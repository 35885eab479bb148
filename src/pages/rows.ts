import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { StreamDefinition } from '../streams/definition.ts';
import { ShapeError } from './shape-error.ts';

/**
 * The records of a body, and the cursor of the following page. A null list is an empty one (live-facts 1 to 3), and so
 * is an answer without a body; an absent list is an error (live-facts 4). The end is an absent, null or empty `next`
 * (live-facts 6), or the number 0. Throws {@link ShapeError}.
 */
export function parseRows(
  { path, records: key }: Pick<StreamDefinition, 'path' | 'records'>,
  body: unknown,
): { records: readonly JsonObject[]; next: string | undefined } {
  if (body === undefined) return { records: [], next: undefined };
  if (!isJsonObject(body)) throw new ShapeError(path, 'the answer is no JSON object');
  if (!(key in body)) throw new ShapeError(path, `the answer has no list "${key}"`);
  const records = body[key] ?? [];
  if (!Array.isArray(records)) throw new ShapeError(path, `"${key}" is no list`);
  if (!records.every(isJsonObject))
    throw new ShapeError(path, `the list "${key}" holds something else than objects`);
  return { records, next: parseNext(path, body['next']) };
}

function parseNext(path: string, next: unknown): string | undefined {
  switch (typeof next) {
    case 'undefined':
      return undefined;
    case 'string':
      return next === '' ? undefined : next;
    case 'number':
    case 'bigint':
      return next === 0 ? undefined : String(next);
    default:
      if (next === null) return undefined;
      throw new ShapeError(path, '"next" is neither a text, a number nor null');
  }
}
