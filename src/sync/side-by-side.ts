import pMap from 'p-map';
import { count } from '../log/count.ts';
import { isPassing, RequestError } from '../request-error.ts';
import { TapError } from '../tap-error.ts';

/** Number of failures in a row, of a kind that the other items would share, after which it gives up on the rest. */
const MOST_SHARED_IN_A_ROW = 3;

/** Options of {@link forEachSideBySide}. */
export interface SideBySideOptions<Item> {
  readonly maxConcurrency: number;
  readonly signal: AbortSignal;
  /** Called for each item that is not tried. */
  readonly onUntried: (item: Item) => void;
}

/** Result of the work on all items. */
export interface SideBySide {
  readonly failures: TapError[];
  /** Number of items that were not tried. */
  readonly untried: number;
}

/**
 * Works on several items at a time. One that fails with a {@link TapError} does not keep the others from being
 * worked on; only after several in a row that say something of all is the rest not tried. Resolves with the failures,
 * and how many items were not tried, when all work that was begun has ended; whatever else is thrown, such as the
 * reason of a stop, is thrown here once nothing is under way any more.
 */
export async function forEachSideBySide<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { maxConcurrency, signal, onUntried }: SideBySideOptions<Item>,
  work: (item: Item) => Promise<void>,
): Promise<SideBySide> {
  const failures: TapError[] = [];
  const unexpected: unknown[] = [];
  let inARow = 0;
  let untried = 0;
  await pMap(
    items,
    async (item) => {
      if (inARow >= MOST_SHARED_IN_A_ROW || unexpected.length > 0) {
        untried += 1;
        onUntried(item);
        return;
      }
      try {
        await work(item);
        inARow = 0;
      } catch (error) {
        inARow = isShared(error) ? inARow + 1 : 0;
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

/** The API does not answer, or the key has no access: not what it refuses, or answers wrongly, for one item. */
function isShared(error: unknown): boolean {
  return error instanceof RequestError && (isPassing(error.failure) || error.status === 403);
}

/** Describes what there is besides the first failure, if anything. `noun` names an item: `window`, `parent`. */
export function describeRest(noun: string, { failures, untried }: SideBySide): string | undefined {
  if (failures.length < 2 && untried === 0) return undefined;
  const rest = untried > 0 ? `, and ${untried} not tried, since several in a row failed the same way` : '';
  return `${count(failures.length, noun)} failed${rest}; the first is shown below`;
}

/** Throws what the first of several rejected with, once all have ended. */
export function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  const thrown = outcomes.find((outcome) => outcome.status === 'rejected');
  if (thrown) throw thrown.reason;
}
