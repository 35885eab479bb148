import pMap from 'p-map';
import { isPassing, RequestError } from '../http/errors.ts';
import { count } from '../log/count.ts';
import { TapError } from '../tap-error.ts';

/** After so many items in a row for which the API could not be reached, the rest is given up. */
const MOST_OUTAGES_IN_A_ROW = 3;

/**
 * Works on several items at a time. One that fails with a {@link TapError} does not keep the others from being
 * worked on; only after several outages in a row is the rest not tried. Resolves with the failures, and how many items
 * were not tried, when all work that was begun has ended; whatever else is thrown, such as the reason of a stop, is
 * thrown here once nothing is under way any more.
 */
export async function forEachSideBySide<Item>(
  items: Iterable<Item>,
  { maxConcurrency, signal }: { maxConcurrency: number; signal: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<{ failures: TapError[]; untried: number }> {
  const failures: TapError[] = [];
  const unexpected: unknown[] = [];
  let inARow = 0;
  let untried = 0;
  await pMap(
    items,
    async (item) => {
      if (inARow >= MOST_OUTAGES_IN_A_ROW || unexpected.length > 0) {
        untried += 1;
        return;
      }
      try {
        await work(item);
        inARow = 0;
      } catch (error) {
        // What the API refuses for one item says nothing of the others.
        inARow = error instanceof RequestError && isPassing(error.failure) ? inARow + 1 : 0;
        if (error instanceof TapError) failures.push(error);
        else unexpected.push(error);
      }
    },
    { concurrency: maxConcurrency },
  );
  // A stop makes all work fail: that is no failure of the work.
  signal.throwIfAborted();
  if (unexpected.length > 0) throw unexpected[0];
  return { failures, untried };
}

/** What is told besides the first failure, if there is more to tell. `noun` is an item's: `window`, `parent`. */
export function describeRest(
  noun: string,
  { failures, untried }: { failures: readonly TapError[]; untried: number },
): string | undefined {
  if (failures.length < 2 && untried === 0) return undefined;
  const rest = untried > 0 ? `, and ${untried} not tried, since the API does not answer` : '';
  return `${count(failures.length, noun)} failed${rest}; the first of them is told below`;
}
