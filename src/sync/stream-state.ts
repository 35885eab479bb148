import { writeInstant } from '../bookmarks/bookmark.ts';
import type { ToldFields } from '../bookmarks/told-fields.ts';
import type { Digest } from '../digest.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { StreamName } from '../streams/definition.ts';
import { emptyBookmark } from './empty-bookmark.ts';
import type { Plan } from './plan.ts';
import type { Run, StartedRun } from './run.ts';

/** The digest by which a bookmark names the API key that it was written with. */
export function digestOfKey(digest: Digest): string {
  return digest('tap-customerio');
}

/**
 * The bookmark of a stream, as its reader may use it. One that was written with another API key may be of another workspace:
 * what an interrupted pass had done there says nothing here.
 */
export function givenBookmark(
  name: StreamName,
  { state, keyDigest }: Pick<StartedRun, 'state' | 'keyDigest'>,
): JsonObject {
  const bookmark = state.bookmark(name);
  return isOfOtherKey(bookmark, keyDigest) ? { ...bookmark, progress: [] } : bookmark;
}

/** Bookmarks of earlier releases name no key. */
function isOfOtherKey({ key = null }: JsonObject, keyDigest: string): boolean {
  return key !== null && key !== keyDigest;
}

/** Writes a stream's bookmark, with what all bookmarks have. */
export function saveBookmark(
  name: StreamName,
  bookmark: JsonObject,
  {
    begun,
    told,
    run: { state, keyDigest },
  }: { begun: number | undefined; told: ToldFields; run: Pick<StartedRun, 'state' | 'keyDigest'> },
): void {
  state.setBookmark(name, { ...bookmark, begun: writeInstant(begun), key: keyDigest, told: told.write() });
}

/** Prepares the state of a run: without one, every bookmark is there and says that nothing was read. */
export function prepareState({ selected }: Plan, { state, isStateGiven, digest, log }: Run): void {
  if (!isStateGiven) {
    for (const { name, definition } of selected)
      state.setBookmark(name, emptyBookmark(definition.replication));
  }
  const keyDigest = digestOfKey(digest);
  const others = selected.flatMap(({ name }) => (isOfOtherKey(state.bookmark(name), keyDigest) ? name : []));
  if (others.length > 0)
    log.warning(
      `the state was written with another API key (${others.join(', ')}): if the key was only renewed, all is well; if it is of another workspace, begin without --state`,
    );
}
