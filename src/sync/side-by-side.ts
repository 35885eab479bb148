import pMap from 'p-map';
import { TapError } from '../tap-error.ts';

/** After so many failures in a row the rest is given up: the API does not answer. */
const MOST_FAILURES_IN_A_ROW = 3;

/**
 * Works on several items at a time. One that fails with a {@link TapError} does not keep the others from being
 * worked on. Resolves with the failures, and how many items were not tried after several in a row, when all work that was begun has ended; whatever else is thrown, such as
 * the reason of a stop, is thrown here once nothing is under way any more.
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
      if (inARow >= MOST_FAILURES_IN_A_ROW || unexpected.length > 0) {
        untried += 1;
        return;
      }
      try {
        await work(item);
        inARow = 0;
      } catch (error) {
        inARow += 1;
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
