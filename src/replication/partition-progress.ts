import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { fingerprintKeys } from '../pages/position.ts';
import { writeInstant } from './bookmark.ts';
import { type Batch, type Context, compareKeys } from './context.ts';
import { digestOf, isSamePage, writeParentPage } from './parent-page.ts';
import { type Begun, type GivenProgress, toId, writeBegun } from './progress-bookmark.ts';

/** What a pass goes over, and from where. */
export interface PassOptions {
  /** What the list is read for, in batches as they become known. */
  readonly contexts: AsyncIterable<Batch>;
  /** The partitions of a context, in order. */
  readonly partitionsOf: (context: Context) => readonly Partition[];
  /** Where an earlier run stopped; undefined to begin. */
  readonly given: GivenProgress | undefined;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
  /** Whether a partition may be resumed at its page; not where a record's place in the list is part of its key. */
  readonly hasPositions: boolean;
}

/** A pass over all partitions of a stream, which knows how far it has come. */
export interface Pass {
  partitions(): AsyncGenerator<Partition, void, undefined>;
  written(partition: Partition, page: Page): void;
  ended(partition: Partition): void;
  failed(partition: Partition): void;
  anew(partition: Partition): Partition;
  /** How far it has come; null before it has begun. Every key is there. */
  progress(): JsonObject | null;
}

/** What is read together, and how far. */
interface Group {
  readonly batch: Batch;
  through: readonly unknown[] | undefined;
  readonly begun: Map<string, Begun>;
  /** All its partitions have been begun. */
  isTaken: boolean;
  hasFailed: boolean;
}

/** Begins a pass, or goes on with an interrupted one. */
export function createPartitionProgress({
  contexts,
  partitionsOf,
  given,
  now,
  hasPositions,
}: PassOptions): Pass {
  /** The first is the earliest that is not done: a later run begins there. */
  let groups: Group[] = [];
  let saved = now;

  const groupOf = (id: string) => groups.find(({ begun }) => begun.has(id));
  const begin = (batch: Batch): { group: Group; known: GivenProgress | undefined } => {
    const known = isOf(given, batch) ? given : undefined;
    const begun = new Map<string, Begun>();
    for (const [id, position] of known?.underWay ?? []) begun.set(id, { key: JSON.parse(id), position });
    const group: Group = { batch, through: known?.through, begun, isTaken: false, hasFailed: false };
    groups.push(group);
    return { group, known };
  };
  /** Forgets what is done, and what lies behind a failure: a later run begins there in any case. */
  const trim = () => {
    const [first, ...others] = groups;
    const last = others.pop();
    if (first === undefined || last === undefined) return;
    const middle = first.hasFailed ? [] : others.filter((group) => !isComplete(group));
    groups = [...(isComplete(first) ? [] : [first]), ...middle, last];
  };

  return {
    async *partitions() {
      for await (const batch of contexts) {
        const { group, known } = begin(batch);
        trim();
        for (const context of batch.contexts) {
          for (const partition of partitionsOf(context)) {
            if (known && isDone(partition, known)) continue;
            const id = toId(partition.key);
            const position = hasPositions ? group.begun.get(id)?.position : undefined;
            group.begun.set(id, { key: partition.key, position });
            if (group.through === undefined || compareKeys(partition.key, group.through) > 0)
              group.through = partition.key;
            yield position ? { ...partition, resumeAt: position } : partition;
          }
        }
        group.isTaken = true;
        trim();
      }
    },
    written(partition, page) {
      const { cursor, apiDate } = page;
      saved = apiDate === undefined ? saved : Math.max(saved, Math.floor(apiDate / 1000));
      const id = toId(partition.key);
      const keys = fingerprintKeys(page);
      // An empty page could not be proved.
      if (cursor !== undefined && keys.length > 0)
        groupOf(id)?.begun.set(id, { key: partition.key, position: { cursor, keys } });
    },
    ended(partition) {
      const id = toId(partition.key);
      groupOf(id)?.begun.delete(id);
      trim();
    },
    failed(partition) {
      const group = groupOf(toId(partition.key));
      if (group) group.hasFailed = true;
    },
    anew(partition) {
      const id = toId(partition.key);
      groupOf(id)?.begun.set(id, { key: partition.key, position: undefined });
      return { ...partition, resumeAt: undefined };
    },
    progress() {
      const [first] = groups;
      if (first === undefined) return given?.raw ?? null;
      if (first.through === undefined) return null;
      return {
        saved: writeInstant(saved),
        parent: writeParentPage(first.batch.at, first.batch.contexts),
        through: first.through,
        under_way: [...first.begun.values()].map(writeBegun),
      };
    },
  };
}

function isComplete({ isTaken, begun }: Group): boolean {
  return isTaken && begun.size === 0;
}

/** Whether progress was made over the contexts of a batch. */
function isOf(given: GivenProgress | undefined, { at, contexts }: Batch): boolean {
  if (given?.place === undefined || at === undefined) return given !== undefined && at === undefined;
  return isSamePage(given.place, at) && given.place.digest === digestOf(contexts);
}

function isDone({ key }: Partition, { through, underWay }: GivenProgress): boolean {
  return through !== undefined && compareKeys(key, through) <= 0 && !underWay.has(toId(key));
}
