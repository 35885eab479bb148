import type { JsonObject } from '../json/json-object.ts';
import type { Page, Part } from '../pages/partition.ts';
import { keysOfPlace } from '../pages/position.ts';
import { writeInstant } from './bookmark.ts';
import { type Batch, type Context, compareKeys } from './context.ts';
import { digestOf, isSamePage, writePlace } from './parent-page.ts';
import { type Begun, type GivenProgress, toId, writeBegun } from './progress-bookmark.ts';

/** What a pass goes over, and from where. */
export interface PassOptions {
  /** What the list is read for, in batches as they become known. */
  readonly contexts: AsyncIterable<Batch>;
  /** The parts of a context, in order. */
  readonly partsOf: (context: Context) => readonly Part[];
  /** Where an earlier run stopped; undefined to begin. */
  readonly given: GivenProgress | undefined;
  /** The API's time when the run was planned, in unix seconds. */
  readonly now: number;
  /** Whether a part may be resumed at its page; not where a record's place in the list is part of its key. */
  readonly hasPositions: boolean;
}

/** A pass over all parts of a stream, which knows how far it has come. */
export interface Pass {
  parts(): AsyncGenerator<Part, void, undefined>;
  written(part: Part, page: Page): void;
  ended(part: Part): void;
  failed(part: Part): void;
  anew(part: Part): Part;
  /** How far it has come; null before it has begun. Every key is there. */
  progress(): JsonObject | null;
}

/** What is read together, and how far. */
interface Stretch {
  readonly batch: Batch;
  through: readonly unknown[] | undefined;
  readonly begun: Map<string, Begun>;
  /** All its parts have been begun. */
  isTaken: boolean;
  hasFailed: boolean;
}

/** Begins a pass, or goes on with an interrupted one. */
export function createPass({ contexts, partsOf, given, now, hasPositions }: PassOptions): Pass {
  /** The first is the earliest that is not done: a later run begins there. */
  let stretches: Stretch[] = [];
  let saved = now;

  const stretchOf = (id: string) => stretches.find(({ begun }) => begun.has(id));
  const begin = (batch: Batch): { stretch: Stretch; known: GivenProgress | undefined } => {
    const known = isOf(given, batch) ? given : undefined;
    const begun = new Map<string, Begun>();
    for (const [id, position] of known?.underWay ?? []) begun.set(id, { key: JSON.parse(id), position });
    const stretch: Stretch = { batch, through: known?.through, begun, isTaken: false, hasFailed: false };
    stretches.push(stretch);
    return { stretch, known };
  };
  /** Forgets what is done, and what lies behind a failure: a later run begins there in any case. */
  const trim = () => {
    const [first, ...others] = stretches;
    const last = others.pop();
    if (first === undefined || last === undefined) return;
    const middle = first.hasFailed ? [] : others.filter((stretch) => !isComplete(stretch));
    stretches = [...(isComplete(first) ? [] : [first]), ...middle, last];
  };

  return {
    async *parts() {
      for await (const batch of contexts) {
        const { stretch, known } = begin(batch);
        trim();
        for (const context of batch.contexts) {
          for (const part of partsOf(context)) {
            if (known && isDone(part, known)) continue;
            const id = toId(part.key);
            const position = hasPositions ? stretch.begun.get(id)?.position : undefined;
            stretch.begun.set(id, { key: part.key, position });
            if (stretch.through === undefined || compareKeys(part.key, stretch.through) > 0)
              stretch.through = part.key;
            yield position ? { ...part, resumeAt: position } : part;
          }
        }
        stretch.isTaken = true;
        trim();
      }
    },
    written(part, page) {
      const { cursor, apiDate } = page;
      saved = apiDate === undefined ? saved : Math.max(saved, Math.floor(apiDate / 1000));
      const id = toId(part.key);
      const keys = keysOfPlace(page);
      // An empty page could not be proved.
      if (cursor !== undefined && keys.length > 0)
        stretchOf(id)?.begun.set(id, { key: part.key, position: { cursor, keys } });
    },
    ended(part) {
      const id = toId(part.key);
      stretchOf(id)?.begun.delete(id);
      trim();
    },
    failed(part) {
      const stretch = stretchOf(toId(part.key));
      if (stretch) stretch.hasFailed = true;
    },
    anew(part) {
      const id = toId(part.key);
      stretchOf(id)?.begun.set(id, { key: part.key, position: undefined });
      return { ...part, resumeAt: undefined };
    },
    progress() {
      const [first] = stretches;
      if (first === undefined) return given?.raw ?? null;
      if (first.through === undefined) return null;
      return {
        saved: writeInstant(saved),
        parent: writePlace(first.batch.at, first.batch.contexts),
        through: first.through,
        under_way: [...first.begun.values()].map(writeBegun),
      };
    },
  };
}

function isComplete({ isTaken, begun }: Stretch): boolean {
  return isTaken && begun.size === 0;
}

/** Whether progress was made over the contexts of a batch. */
function isOf(given: GivenProgress | undefined, { at, contexts }: Batch): boolean {
  if (given?.place === undefined || at === undefined) return given !== undefined && at === undefined;
  return isSamePage(given.place, at) && given.place.digest === digestOf(contexts);
}

function isDone({ key }: Part, { through, underWay }: GivenProgress): boolean {
  return through !== undefined && compareKeys(key, through) <= 0 && !underWay.has(toId(key));
}
