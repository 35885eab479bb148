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
    onlyKey === undefined ? JSON.stringify(keys.map((key) => String(record[key] ?? ''))) : record[onlyKey];
  const first = new Set<unknown>();
  let lastPage = new Set<unknown>();
  return (records) => {
    const page = new Set<unknown>();
    const passed = records.filter((record) => {
      const key = keyOf(record) ?? '';
      if (key === '') return true;
      const knownInPage = page.size;
      page.add(key);
      const isNew = page.size > knownInPage && !lastPage.has(key) && !first.has(key);
      if (isNew && first.size < mostRemembered) first.add(key);
      return isNew;
    });
    lastPage = page;
    return passed;
  };
}
