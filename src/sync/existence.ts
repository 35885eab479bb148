import type { Ask } from '../api.ts';
import { createKeyMemory } from '../pages/key-memory.ts';
import type { Page } from '../pages/partition.ts';
import { readPages } from '../pages/read-pages.ts';
import { isUnsettled } from '../partitions/child-contexts.ts';
import { compileKey } from '../records/compile-key.ts';
import { isForeign, RequestError } from '../request-error.ts';
import { type CompleteWhen, ownKeys, type StreamName } from '../streams/definition.ts';
import { definitions } from '../streams/definitions.ts';
import { readSchema } from '../streams/schemas.ts';
import { TapError } from '../tap-error.ts';
import { toListRequest } from './list-request.ts';

/** The most records of a run that are asked for one by one; beyond them, what is missing is not known to be deleted. */
const MOST_CHECKS = 50;

/**
 * Tells whether a record that could not be read was deleted: the record is asked for by itself, or its list once more where
 * the API has no such request. Anything but a clear no means that it may still exist.
 */
export interface ExistenceCheck {
  /** `key` holds the record's key columns. */
  isDeleted(stream: StreamName, key: Readonly<Record<string, string>>): Promise<boolean>;
}

/** Starts a run's checks. */
export function createExistenceCheck({
  ask,
  most = MOST_CHECKS,
}: {
  ask: Ask;
  most?: number;
}): ExistenceCheck {
  let left = most;
  return {
    async isDeleted(stream, key) {
      if (left <= 0) return false;
      left -= 1;
      const { record } = definitions[stream];
      try {
        return record ? await isRefused(ask, record, key) : await isUnlisted(ask, stream, key);
      } catch (error) {
        if (error instanceof TapError) return false;
        throw error;
      }
    },
  };
}

async function isRefused(
  ask: Ask,
  { path, query = {} }: { path: string; query?: Readonly<Record<string, string>> },
  params: Readonly<Record<string, string>>,
): Promise<boolean> {
  try {
    const answer = await ask({ path, params, query });
    await answer.json();
    return false;
  } catch (error) {
    const isGone = error instanceof RequestError && error.status === 404 && !isForeign(error.failure.body);
    if (isGone) return true;
    throw error;
  }
}

async function isUnlisted(
  ask: Ask,
  stream: StreamName,
  key: Readonly<Record<string, string>>,
): Promise<boolean> {
  let isEmpty = true;
  for await (const { records } of listAgain(ask, stream)) {
    const isSame = (record: { readonly [column: string]: unknown }) =>
      Object.entries(key).every(([column, value]) => String(record[column]) === value);
    if (records.some(isSame)) return false;
    isEmpty &&= records.length === 0;
  }
  // A list that is empty all at once says nothing of one record.
  return !isEmpty;
}

/** Reads a whole list once more, for what it says now. */
export async function* listAgain(ask: Ask, stream: StreamName): AsyncGenerator<Pick<Page, 'records'>> {
  const definition = definitions[stream];
  const known = readSchema(stream);
  const memory = createKeyMemory(compileKey(known, ownKeys(definition)));
  const whole = { key: [], params: {}, query: {}, columns: {}, readsToEnd: true };
  yield* readPages(toListRequest({ definition, known }), whole, { ask, memory });
}

/** Counts the parents that by now say that their records are being made anew: those that were read may be a part. */
export async function countUnsettled(
  stream: StreamName,
  completeWhen: CompleteWhen,
  { ask }: { ask: Ask },
): Promise<number> {
  let unsettled = 0;
  try {
    for await (const { records } of listAgain(ask, stream))
      unsettled += records.filter((record) => isUnsettled(record, completeWhen)).length;
  } catch (error) {
    // Nothing deletes rows on the word of a list that cannot be read again.
    if (error instanceof TapError) return 1;
    throw error;
  }
  return unsettled;
}
