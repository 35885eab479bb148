import { writeInstant } from '../bookmarks/bookmark.ts';
import { type Completeness, createCompleteness, writeCompleteness } from '../bookmarks/completeness.ts';
import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys } from '../pages/position.ts';
import type { Context, ContextGroup } from '../partitions/context.ts';
import { compareKeys, toId } from '../partitions/key-order.ts';
import {
  digestOf,
  holdsBeginning,
  type LargeParent,
  locatePage,
  writeParentPage,
} from '../partitions/parent-page.ts';
import { beginGroup, followParents, type Group, isDone, trim } from './context-groups.ts';
import { type Begun, type GivenProgress, writeBegun } from './progress-bookmark.ts';

/** Options of a pass: what it goes over, and from where. */
export interface PassOptions {
  /** Contexts for which the list is read, in groups as they become known: those of a group are sorted by key. */
  readonly groups: AsyncIterable<ContextGroup>;
  /** The partitions of a context, in order. */
  readonly partitionsOf: (context: Context) => readonly Partition[];
  /** Point at which an earlier run stopped; undefined to begin. */
  readonly given: GivenProgress | undefined;
  /** The time when the run was planned, in unix seconds. */
  readonly now: number;
  /** True if a partition may be resumed at its page; not where a record's place in the list is part of its key. */
  readonly hasPositions: boolean;
  /** Turns a record's key into what a bookmark may hold. */
  readonly digest: (key: string) => string;
  /** The pass over a large parent that it is part of. */
  readonly large?: LargeParent | undefined;
}

/** A pass over all partitions of a stream, which knows how far it has come. */
export interface PartitionProgress {
  /** When the pass began, in unix seconds. */
  readonly began: number;
  readonly completeness: Completeness;
  partitions(): AsyncGenerator<Partition, void, undefined>;
  started(at: number): void;
  written(partition: Partition, page: Page): void;
  ended(partition: Partition): void;
  failed(partition: Partition): void;
  anew(partition: Partition): Partition;
  /** Returns how far it has come; undefined before it has begun. Every key is there. */
  progress(): JsonObject | undefined;
  /** Returns from where a later run goes on, since the list of the large parent failed: before what failed. */
  interrupted(): JsonObject | undefined;
}

/**
 * A pass under way, over groups in the order in which their contexts become known. The functions below change it.
 *
 *     groups[0]                        groups[1]              groups[2]
 *     ├── done ──┬─ begun ─┬─ to come ─┼── done, dropped ─────┼── begun ──▶ partitions in the order of their keys
 *                      through
 *
 * The first group is the earliest that is not done: a later run begins there.
 */
interface PassState {
  groups: Group[];
  /** Progress of an earlier run, until the page of the large parent at which it stopped has come. */
  sought: GivenProgress | undefined;
  /** Progress before the first group that the parent has read behind a failure. */
  held: { readonly progress: JsonObject | undefined } | undefined;
  /** When something was last asked for, in unix seconds. */
  saved: number;
  /** Number of partitions that failed, and that this pass does not read again. */
  failed: number;
  readonly completeness: Completeness;
}

/** Begins a pass, or goes on with an interrupted one. */
export function createPartitionProgress(options: PassOptions): PartitionProgress {
  const { given, now, digest, large } = options;
  const completeness = createCompleteness();
  const state: PassState = {
    groups: [],
    sought: given,
    held: undefined,
    saved: now,
    failed: 0,
    completeness,
  };
  if (given?.completeness) completeness.take(given.completeness);
  // An earlier release kept no reasons: nothing says that what it had read was whole.
  else if (given) completeness.add('unproved');

  return {
    began: given?.began ?? now,
    completeness,
    async *partitions() {
      for await (const contexts of options.groups) yield* partitionsOfGroup(state, contexts, options);
      // The page has gone from the parent's list, with all behind it.
      if (state.sought?.place) completeness.add('unproved');
    },
    started(at) {
      state.saved = Math.max(state.saved, Math.floor(at));
    },
    written(partition, page) {
      const { cursor } = page;
      const keys = fingerprintKeys(page).map(digest);
      // An empty page could not be verified.
      if (cursor !== undefined && keys.length > 0) setPosition(state, partition, { cursor, keys });
    },
    ended(partition) {
      groupOf(state, partition)?.begun.delete(toId(partition.key));
      state.groups = trim(state.groups);
    },
    failed(partition) {
      // It stays under way, and a later run begins with it. A large parent and its children have one place together, which
      // must not stay before what fails: else no run would get further.
      if (large === undefined) return;
      state.failed += 1;
      this.ended(partition);
    },
    anew(partition) {
      setPosition(state, partition, undefined);
      return { ...partition, resumeAt: undefined };
    },
    progress: () => writePass(state, options),
    interrupted() {
      // A later run begins with what has failed of a parent's list.
      const failed = large?.role === 'parent' ? 0 : state.failed;
      const progress = state.held ? state.held.progress : writePass({ ...state, failed }, options);
      return progress && { ...progress, has_failed: true };
    },
  };
}

/** Gives the partitions of a group that are not done, and counts them as begun. */
function* partitionsOfGroup(
  state: PassState,
  contexts: ContextGroup,
  options: PassOptions,
): Generator<Partition, void, undefined> {
  const { partitionsOf, hasPositions } = options;
  if (contexts.at?.isBehindFailure) state.held ??= { progress: writePass(state, options) };
  const known = seek(state, contexts);
  if (known === 'done') return;
  const group = beginGroup(contexts, known);
  state.groups = trim([...state.groups, group]);
  const parents = followParents(group, known, () => state.completeness.add('unproved'));
  for (const context of contexts.contexts) {
    parents.pass(context);
    for (const partition of partitionsOf(context)) {
      if (known && isDone(partition, known)) continue;
      yield begin(group, partition, hasPositions);
    }
  }
  parents.end();
}

/**
 * Finds what an earlier run has done of a group: all of those before the page of a large parent at which it stopped; of that
 * page's, what it says, if they are the same; nothing of the others. If the page does not come, if its first records have moved
 * to the page before, or if the parent has been read anew, some may not have been read.
 */
function seek(state: PassState, { at, contexts }: ContextGroup): GivenProgress | 'done' | undefined {
  const { sought, completeness } = state;
  const place = sought?.place;
  if (place === undefined || at === undefined) return place === at ? sought : undefined;
  const found = locatePage(at, place);
  const isKnown = found === 'same' && place.digest === digestOf(contexts);
  const isCertain = found === 'before' ? at.pass === place.pass : isKnown || holdsBeginning(at, place);
  if (!isCertain && !completeness.reasons.has('unproved')) completeness.add('unproved');
  if (found === 'before') return 'done';
  state.sought = undefined;
  return isKnown ? sought : undefined;
}

/** Counts a partition as begun; one that an earlier run has begun goes on at its position. */
function begin(group: Group, partition: Partition, hasPositions: boolean): Partition {
  const { key } = partition;
  const id = toId(key);
  const position = hasPositions ? group.begun.get(id)?.position : undefined;
  group.begun.set(id, { key, position });
  if (group.through === undefined || compareKeys(key, group.through) > 0) group.through = key;
  return position ? { ...partition, resumeAt: position } : partition;
}

function groupOf({ groups }: PassState, { key }: Partition): Group | undefined {
  return groups.find(({ begun }) => begun.has(toId(key)));
}

function setPosition(state: PassState, partition: Partition, position: Begun['position']): void {
  const { key } = partition;
  groupOf(state, partition)?.begun.set(toId(key), { key, position });
}

/** How far a pass has come, as a bookmark holds it. */
function writePass(
  { groups: [first], saved, completeness, failed }: PassState,
  { given, now }: PassOptions,
): JsonObject | undefined {
  if (first === undefined) return given?.raw;
  if (first.through === undefined && first.contexts.at === undefined) return undefined;
  return {
    saved: writeInstant(saved),
    began: writeInstant(given?.began ?? now),
    parent: writeParentPage(first.contexts.at, first.contexts.contexts),
    parents: first.parents,
    through: first.through ?? null,
    under_way: [...first.begun.values()].map(writeBegun),
    ...writeCompleteness(completeness, failed),
    has_failed: false,
  };
}
