import type { JsonObject } from '../json/json-object.ts';

/** Leaves out the records that it has let through before, as far as it remembers. */
export type DuplicateFilter = (records: readonly JsonObject[]) => readonly JsonObject[];

/**
 * A list that grows while it is read may shift, so that a page begins with what the page before ended with: some
 * targets fail when a key comes twice. Remembered are the keys of the last page, and the first `mostRemembered` of
 * all. A record without a key passes; it is dealt with elsewhere.
 */
export function createDuplicateFilter(keys: readonly string[], mostRemembered = 0): DuplicateFilter {
  const [onlyKey] = keys.length === 1 ? keys : [];
  const keyOf = (record: JsonObject): unknown =>
    onlyKey === undefined
      ? JSON.stringify(keys.map((key) => String(record[key] ?? '')))
      : (record[onlyKey] ?? '');
  const first = new Set<unknown>();
  let lastPage = new Set<unknown>();
  return (records) => {
    const pageKeys = records.map(keyOf);
    const page = new Set(pageKeys);
    const isKnown = (key: unknown) => lastPage.has(key) || first.has(key);
    // Nearly every page is new as a whole, which a third of the time tells that a look at each record takes.
    const isWhollyNew = page.size === records.length && !pageKeys.some(isKnown);
    const passed = isWhollyNew ? records : withoutKnown(records, pageKeys, isKnown);
    for (const key of page) {
      if (first.size >= mostRemembered) break;
      first.add(key);
    }
    lastPage = page;
    return passed;
  };
}

function withoutKnown(
  records: readonly JsonObject[],
  keys: readonly unknown[],
  isKnown: (key: unknown) => boolean,
): readonly JsonObject[] {
  const met = new Set<unknown>();
  return records.filter((_, index) => {
    const key = keys[index];
    if (key === '') return true;
    if (met.has(key) || isKnown(key)) return false;
    met.add(key);
    return true;
  });
}
