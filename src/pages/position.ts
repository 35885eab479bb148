/** Number of keys by which a page is known: one or two of its records may be deleted. */
const KEYS_OF_POSITION = 3;

/** Makes what a bookmark holds in place of a record's key: keys can be people's addresses. */
export type Digest = (key: string) => string;

/** Point that a reading has reached in a list. The tap asks for the page again before anything rests on it. */
export interface Position {
  /** The cursor of the last page that was written. */
  readonly cursor: string;
  /** The keys of that page's first records, or their digests. */
  readonly keys: readonly string[];
  /** The instant of that page's first record, in unix seconds, where the list has times. */
  readonly at?: number | undefined;
}

/** Part of a page that a position is made of, and verified with. */
export interface PageFingerprint {
  readonly keys: readonly (string | undefined)[];
  /** The instant of the first record, in unix seconds, where the list has times. */
  readonly begin: number | undefined;
}

/** The keys by which a page is known again. */
export function fingerprintKeys({ keys }: Pick<PageFingerprint, 'keys'>): string[] {
  const found: string[] = [];
  for (const key of keys) {
    if (found.length === KEYS_OF_POSITION) break;
    if (key !== undefined) found.push(key);
  }
  return found;
}

/**
 * Decides whether a page that was asked for again shows that its position still holds. `same`: one of the keys is on it, or
 * one whose digest is among them. `moved`: in a list that gets older, it begins with something newer, so others have arrived on top, and all that has
 * not been read is still behind it. Undefined: neither.
 */
export function verifyPosition(
  page: PageFingerprint,
  { keys, at }: Pick<Position, 'keys' | 'at'>,
  isDescending: boolean,
  digest?: Digest,
): 'same' | 'moved' | undefined {
  // A page that was empty says no more than that it still is.
  if (keys.length === 0) return page.keys.length === 0 ? 'same' : undefined;
  const found = page.keys.filter((key) => key !== undefined);
  if (found.some((key) => keys.includes(key))) return 'same';
  if (digest && found.some((key) => keys.includes(digest(key)))) return 'same';
  const isNewer = (page.begin ?? Number.NEGATIVE_INFINITY) > (at ?? Number.POSITIVE_INFINITY);
  return isDescending && isNewer ? 'moved' : undefined;
}
