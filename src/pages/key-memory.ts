import type { JsonObject } from '../json/json-object.ts';

/** At least this many of the latest keys are remembered; a larger page is remembered whole until the next one is there. */
const LEAST_REMEMBERED = 10_000;

/** New records of a page. */
export interface Taken {
  /** Records that have not been given out before, and those without a key. */
  readonly unseen: readonly JsonObject[];
  /** Records whose keys the pass under way had not met. */
  readonly newThisPass: readonly JsonObject[];
  /** The key of each record of the page; undefined for one that lacks it. */
  readonly keys: readonly (string | undefined)[];
}

/**
 * Remembers the keys of a list's latest records, so that each record is given out once, and those of its first page, which
 * may come back in place of any other (docs/api-behaviour.md#10).
 */
export interface KeyMemory {
  /** The key of a record after conforming; undefined if it lacks it. */
  readonly keyOf: (record: JsonObject) => string | undefined;
  /** Begins a pass over the list: what earlier passes have given out is not given again, but is new to this one. */
  beginPass(): void;
  take(records: readonly JsonObject[]): Taken;
  /** Takes back that a page was given out, which stays known: where its records come again, they are unseen. */
  withhold(page: Pick<Taken, 'unseen'>): void;
  /** Takes back records that were taken as new, and not given out after all. */
  forget(records: readonly JsonObject[]): void;
}

/** Starts empty. `keyOf` gives a record's key after conforming, so that `"90"` and `90` are one. */
export function createKeyMemory(keyOf: (record: JsonObject) => string | undefined): KeyMemory {
  /** Key → the last pass that met it. `first` holds the keys of first pages; an entry there outranks one in the other two. */
  const first = new Map<string, number>();
  let recent = new Map<string, number>();
  let older = new Map<string, number>();
  /** Keys that are known, and whose records have not been given out. */
  const withheld = new Set<string>();
  let isFirstPage = false;
  let pass = 0;
  return {
    keyOf,
    beginPass() {
      pass += 1;
      isFirstPage = true;
    },
    take(records) {
      const unseen: JsonObject[] = [];
      const keys: (string | undefined)[] = [];
      const newThisPass: JsonObject[] = [];
      for (const record of records) {
        const key = keyOf(record);
        keys.push(key);
        if (key === undefined) {
          unseen.push(record);
          continue;
        }
        const metIn = first.get(key) ?? recent.get(key) ?? older.get(key);
        if (metIn === undefined || withheld.delete(key)) unseen.push(record);
        if (metIn !== pass) newThisPass.push(record);
        // Only what has been met can be on a first page already: a new key costs one look-up less.
        const isOfFirst = isFirstPage || (metIn !== undefined && first.has(key));
        (isOfFirst ? first : recent).set(key, pass);
      }
      isFirstPage = false;
      if (recent.size >= LEAST_REMEMBERED) {
        older = recent;
        recent = new Map();
      }
      return { unseen, newThisPass, keys };
    },
    withhold({ unseen }) {
      for (const record of unseen) {
        const key = keyOf(record);
        if (key !== undefined) withheld.add(key);
      }
    },
    forget(records) {
      for (const record of records) {
        const key = keyOf(record);
        if (key === undefined) continue;
        recent.delete(key);
        older.delete(key);
        first.delete(key);
        withheld.delete(key);
      }
    },
  };
}
