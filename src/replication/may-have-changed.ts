import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import type { WindowsReplication } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';

/** Since when changes have not been read; in unix seconds. */
export interface Unread {
  /** Changes after this. */
  readonly metricsAfter: number;
  /** Records created before this have not been looked at by the last lookback. */
  readonly createdBefore: number | undefined;
}

/**
 * Tells whether a record may have changed since it was last read. The number behind its change key (docs/api-behaviour.md#34)
 * and the newest of its times (docs/api-behaviour.md#35) tell when; one that has neither may always have changed.
 */
export function mayHaveChanged(
  record: JsonObject,
  { key, by }: WindowsReplication,
  { metricsAfter, createdBefore }: Unread,
): boolean {
  const created = toUnixSeconds(record[key]);
  if (created === undefined || createdBefore === undefined || created < createdBefore) return true;
  const suffix = /:(\d+)$/.exec(String(record[by.changeKey] ?? ''))?.[1];
  const times = [suffix, ...Object.values(asJsonObject(record[by.changeTimes]))].flatMap(
    (value) => toUnixSeconds(value) ?? [],
  );
  return times.length === 0 || Math.max(...times) > metricsAfter;
}
