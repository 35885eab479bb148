/** More than any cursor with its key takes: of a page of 2 MB only the end is looked at. */
const MOST_BYTES = 2000;

/** A text without escapes as the last pair of the outermost object. */
const LAST_PAIR = /[{,]\s*"next"\s*:\s*"([^"\\]+)"\s*\}\s*$/;

/**
 * The cursor of the following page, where a page's body ends with it; undefined if it does not, or has none. In valid
 * JSON nothing else can end like that: the last brace is the outermost object's, and of two pairs with one key the last
 * counts.
 */
export function peekNext(body: Buffer): string | undefined {
  return LAST_PAIR.exec(body.subarray(-MOST_BYTES).toString('utf8'))?.[1];
}
