import { isUnderWay, readBegun } from '../bookmarks/bookmark.ts';
import type { State } from '../singer/state.ts';
import { isReadWithChildren, type PlannedStream, withDescendants } from '../streams/planned-stream.ts';

/**
 * The turns in which streams are read: the next one's turn comes when those before it leave a place in flight free. So a run
 * that is ended early has ended the first ones. A turn is that of a stream alone, or of a parent with the children that are
 * read while its pages come. A parent's turn comes before those of its children.
 */
export interface Turns {
  /** Resolves with true when it is the stream's turn; with false if the run is stopped before. */
  begin(stream: PlannedStream): Promise<boolean>;
  /** One partition more of the stream is being read, or one less. */
  busy(stream: PlannedStream, change: 1 | -1): void;
  /** The stream, and what is read with it, does not read any more. */
  end(stream: PlannedStream): void;
}

/** Starts with the first turns. */
export function createTurns(
  order: readonly PlannedStream[],
  { places, signal }: { places: number; signal: AbortSignal },
): Turns {
  const turns = new Map(
    order.flatMap((stream) => {
      const turn = openTurn();
      return membersOf(stream).map((member) => [member, turn] as const);
    }),
  );
  const waiting = order.flatMap((stream) => turns.get(stream) ?? []);
  const underWay = new Set<Turn>();
  let isDue = false;
  const admit = () => {
    isDue = false;
    while (waiting.length > 0 && (signal.aborted || taken(underWay) < places)) {
      const next = waiting.shift();
      if (next && !signal.aborted) underWay.add(next);
      next?.begin(!signal.aborted);
    }
  };
  // A partition that ends is often followed by another at once.
  const admitSoon = () => {
    if (!isDue) setImmediate(admit);
    isDue = true;
  };
  signal.addEventListener('abort', admit, { once: true });
  admit();
  return {
    begin: (stream) => turns.get(stream)?.begun ?? Promise.resolve(true),
    busy(stream, change) {
      const turn = turns.get(stream);
      if (turn === undefined) return;
      turn.busy += change;
      turn.hasAsked = true;
      admitSoon();
    },
    end(stream) {
      const turn = turns.get(stream);
      if (turn) underWay.delete(turn);
      admitSoon();
    },
  };
}

interface Turn {
  /** Number of partitions that are being read. */
  busy: number;
  hasAsked: boolean;
  readonly begun: Promise<boolean>;
  readonly begin: (isTurn: boolean) => void;
}

function openTurn(): Turn {
  let begin: Turn['begin'] = () => {};
  const begun = new Promise<boolean>((resolve) => {
    begin = resolve;
  });
  return { busy: 0, hasAsked: false, begun, begin };
}

/** Counts the places in flight that turns take: one each when they are about to ask. */
function taken(turns: Iterable<Turn>): number {
  return [...turns].reduce((sum, { hasAsked, busy }) => sum + (hasAsked ? busy : 1), 0);
}

/** Streams that have their turn together. */
function membersOf(stream: PlannedStream): PlannedStream[] {
  return isReadWithChildren(stream) ? withDescendants(stream) : [stream];
}

/**
 * Streams in the order of their turns: INCREMENTAL ones without a parent, those under way, then those that have waited
 * longest. So runs that are always ended early still reach every stream, and every parent of a parent. `now` is in unix seconds.
 */
export function inReadingOrder(
  roots: readonly PlannedStream[],
  state: Pick<State, 'bookmark'>,
  now: number,
): PlannedStream[] {
  return roots
    .flatMap((root) => rank(root, { state, now }))
    .sort(({ rank: [kind, begun] }, { rank: [other, before] }) => kind - other || begun - before)
    .map(({ stream }) => stream);
}

type Ranked = { readonly stream: PlannedStream; readonly rank: Rank };

type Rank = readonly [kind: number, begun: number];

/** Ranks the turns of a tree, the parent's first: it is as urgent as the most urgent of its children. */
function rank(
  stream: PlannedStream,
  known: { readonly state: Pick<State, 'bookmark'>; readonly now: number },
): Ranked[] {
  const below = isReadWithChildren(stream) ? [] : stream.children.flatMap((child) => rank(child, known));
  const own = membersOf(stream).map(rankOf);
  return [{ stream, rank: mostUrgent([...own, ...below.map((child) => child.rank)]) }, ...below];

  function rankOf({ name, definition, isSelected }: PlannedStream): Rank {
    if (!isSelected) return LAST;
    const bookmark = known.state.bookmark(name);
    const isIncremental =
      definition.replication.method === 'INCREMENTAL' && definition.partitionBy === undefined;
    // One that was never begun has waited longest.
    return [isIncremental ? 0 : isUnderWay(bookmark) ? 1 : 2, readBegun(bookmark, known.now) ?? 0];
  }
}

const LAST: Rank = [2, Number.POSITIVE_INFINITY];

function mostUrgent(ranks: readonly Rank[]): Rank {
  return [Math.min(...ranks.map(([kind]) => kind)), Math.min(...ranks.map(([, begun]) => begun))];
}
