import pMap from 'p-map';
import type { JsonObject } from '../json/json-object.ts';
import type { State } from '../singer/state.ts';
import { type PlannedStream, withDescendants } from '../streams/planned-stream.ts';
import { toUnixSeconds } from '../time/instant.ts';

/**
 * Roots in the order in which their trees are read: INCREMENTAL ones, those under way, then those that have waited longest.
 * So runs that are always ended early still reach every stream.
 */
export function inReadingOrder(
  roots: readonly PlannedStream[],
  state: Pick<State, 'bookmark'>,
): PlannedStream[] {
  const rankOf = (root: PlannedStream): readonly [number, number] => {
    const bookmarks = withDescendants(root)
      .filter(({ isSelected }) => isSelected)
      .map(({ name }) => state.bookmark(name));
    const isIncremental = root.definition.replication.method === 'INCREMENTAL';
    // One that was never begun has waited longest.
    const begun = Math.min(...bookmarks.map((bookmark) => toUnixSeconds(bookmark['begun']) ?? 0));
    return [isIncremental ? 0 : bookmarks.some(isUnderWay) ? 1 : 2, begun];
  };
  return roots
    .map((root) => ({ root, rank: rankOf(root) }))
    .sort(({ rank: [kind, begun] }, { rank: [other, before] }) => kind - other || begun - before)
    .map(({ root }) => root);
}

function isUnderWay({ progress }: JsonObject): boolean {
  return Array.isArray(progress) && progress.length > 0;
}

/**
 * Works one after the other, as many at a time as requests may be in flight: each keeps about one place busy, and the last
 * ones wait, so that a run that is ended early has ended the first ones. Resolves with how each has ended; once the signal
 * is aborted, no other begins.
 */
export async function inTurn<Item>(
  items: readonly Item[],
  { places, signal }: { places: number; signal: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<PromiseSettledResult<void>[]> {
  const begun: PromiseSettledResult<void>[][] = await pMap(
    items,
    async (item) => (signal.aborted ? [] : await Promise.allSettled([work(item)])),
    { concurrency: places },
  );
  return begun.flat();
}
