import type { JsonObject } from '../json/json-object.ts';
import { DAY_SECONDS, toRfc3339, toUnixSeconds } from '../time/instant.ts';

/** For how long a field is not named again. */
const TOLD_DAYS = 30;

/** A state stays small, whatever the API sends. */
const MOST_FIELDS = 100;

/** Remembers which unknown fields of a stream the log has named, so that it names each once in thirty days. */
export interface ToldFields {
  /** Notes that a field has come. Whether it is to be named: it was not lately. */
  add(field: string): boolean;
  /** As a bookmark holds it: pairs of a field and the day on which it was named. */
  write(): [field: string, day: string][];
}

/** Reads what a bookmark says was named. What is malformed is left out: then a field is named once more. */
export function readToldFields({ told }: JsonObject, now: number): ToldFields {
  const today = toRfc3339(now).slice(0, 10);
  const pairs: readonly unknown[] = Array.isArray(told) ? told : [];
  const days = new Map(
    pairs.flatMap((pair): [string, string][] => {
      const [field, day]: readonly unknown[] = Array.isArray(pair) ? pair : [];
      return typeof field === 'string' && typeof day === 'string' && isRecent(day, now) ? [[field, day]] : [];
    }),
  );
  return {
    add(field) {
      if (days.has(field)) return false;
      days.set(field, today);
      return true;
    },
    write: () => [...days].slice(-MOST_FIELDS),
  };
}

/** A day ahead of the time came from a wrong clock. */
function isRecent(day: string, now: number): boolean {
  const seconds = toUnixSeconds(day);
  return seconds !== undefined && seconds <= now && seconds > now - TOLD_DAYS * DAY_SECONDS;
}
