import type { JsonObject } from '../json/json-object.ts';
import { createDescent } from './descent.ts';
import type { KeyMemory, Taken } from './key-memory.ts';
import type { PagedList, RawPage } from './page-request.ts';
import type { Page } from './part.ts';
import { keysOfPlace, type Place, type Position, provePosition } from './position.ts';
import { ShapeError } from './shape-error.ts';

/** A page with what was new on it. */
export type SeenPage = RawPage & Place & Taken;

/** What has been seen of a list since its first page. */
export interface SeenList {
  /** The last page on the way, whose `next` leads on; undefined before the first. */
  readonly previous: SeenPage | undefined;
  /** Takes an answer. Throws {@link ShapeError} if none of its records has its key. */
  take(raw: RawPage): SeenPage;
  /** The page is the next one on the way. */
  accept(page: SeenPage): void;
  /** What the reader is given of a page. */
  toPage(page: SeenPage): Page;
  /** A cursor is asked for. */
  ask(cursor: string | undefined): void;
  hasAsked(cursor: string): boolean;
  /** Whether a later page may be the API's answer to a cursor that it does not know: nothing new, or a way back. */
  isDoubtful(page: SeenPage): boolean;
  /** Whether a page is the list's first one, which some lists serve in place of an end (live-facts 10). */
  isFirstAgain(page: SeenPage): boolean;
  /**
   * Whether a page that was asked for again is still the one that it was, as {@link provePosition} says. A list that has
   * moved is judged anew from there.
   */
  prove(page: SeenPage, position: Pick<Position, 'keys' | 'at'>): 'same' | 'moved' | undefined;
  /** The list is read from its first page. */
  restart(): void;
}

/** Starts with nothing seen. */
export function createSeenList(
  list: Pick<PagedList, 'path'>,
  memory: KeyMemory,
  instantOf: ((record: JsonObject) => number | undefined) | undefined,
): SeenList {
  const descent = createDescent();
  let asked = new Set<string>();
  let first: Place | undefined;
  let previous: SeenPage | undefined;

  const isFirstAgain = (page: SeenPage): boolean => {
    if (first === undefined || page.records.length === 0) return false;
    if (keysOfPlace(first).some((key) => page.keys.includes(key))) return true;
    return !descent.rose && (page.begin ?? 0) > (first.begin ?? Number.POSITIVE_INFINITY);
  };

  return {
    get previous() {
      return previous;
    },
    take(raw) {
      const taken = memory.take(raw.records);
      if (raw.records.length > 0 && taken.keys.every((key) => key === undefined))
        throw new ShapeError(list.path, 'no record of a whole page has its key');
      const [record] = raw.records;
      return { ...raw, ...taken, begin: record && instantOf?.(record) };
    },
    accept(page) {
      first ??= page;
      previous = page;
    },
    toPage(page) {
      if (instantOf) descent.add(page.met.map(instantOf));
      const { rose, varied } = descent;
      return { ...page, order: { rose, varied } };
    },
    ask(cursor) {
      if (cursor !== undefined) asked.add(cursor);
    },
    hasAsked: (cursor) => asked.has(cursor),
    isDoubtful(page) {
      if (page.next === undefined) return page.met.length === 0;
      return asked.has(page.next) || (page.met.length === 0 && isFirstAgain(page));
    },
    isFirstAgain,
    prove(page, position) {
      const proof = provePosition(page, position, !descent.rose);
      // The first page is newer, too: it comes back where a cursor is forgotten, and says nothing of what is below.
      if (proof !== 'moved' || isFirstAgain(page)) return proof === 'same' ? proof : undefined;
      asked = new Set();
      first ??= { keys: [], begin: page.begin };
      descent.judgeAnew();
      return proof;
    },
    restart() {
      [asked, first, previous] = [new Set(), undefined, undefined];
      descent.judgeAnew();
    },
  };
}
