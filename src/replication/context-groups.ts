import type { Partition } from '../pages/partition.ts';
import type { Context, ContextGroup } from '../partitions/context.ts';
import { compareKeys, toId } from '../partitions/key-order.ts';
import { addToDigest, NO_DIGEST } from '../partitions/parent-page.ts';
import type { Begun, GivenProgress } from './progress-bookmark.ts';

/** A group of contexts that are read together, and how far. */
export interface Group {
  readonly contexts: ContextGroup;
  /** All partitions up to this one have been begun. */
  through: readonly unknown[] | undefined;
  /** Digest of the contexts up to there. */
  parents: string;
  /** Those that are not done. */
  readonly begun: Map<string, Begun>;
}

/** Begins a group, or goes on with the one that an earlier run was in. */
export function beginGroup(contexts: ContextGroup, known: GivenProgress | undefined): Group {
  const begun = new Map<string, Begun>();
  for (const [id, position] of known?.underWay ?? []) begun.set(id, { key: JSON.parse(id), position });
  return { contexts, through: known?.through, parents: NO_DIGEST, begun };
}

/** Forgets what is done, but for the last group: a later run goes on there. */
export function trim(groups: readonly Group[]): Group[] {
  const last = groups.at(-1);
  return groups.filter((group) => group === last || group.begun.size > 0);
}

/**
 * Keeps the digest of the contexts that have been begun. What a resumed pass had done before must have been the same: a
 * parent that was not there would never be read for.
 */
export function followParents(group: Group, known: GivenProgress | undefined, onOther: () => void) {
  // Groups of a large parent have a digest of their page: none is kept for each of millions of contexts.
  if (group.contexts.at !== undefined) return { pass() {}, end() {} };
  const through = known?.parentsThrough ?? known?.through;
  let isBehind = known?.parents !== undefined;
  const judge = () => {
    if (isBehind && known?.parents !== group.parents) onOther();
    isBehind = false;
  };
  return {
    pass({ key, keys }: Context) {
      if (isBehind && compareKeys(key, through?.slice(0, key.length) ?? []) > 0) judge();
      group.parents = addToDigest(group.parents, keys ?? key);
    },
    end: judge,
  };
}

/** Tells whether an earlier run has done a partition. */
export function isDone({ key }: Partition, { through, underWay }: GivenProgress): boolean {
  return through !== undefined && compareKeys(key, through) <= 0 && !underWay.has(toId(key));
}
