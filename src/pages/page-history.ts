import type { JsonObject } from '../json/json-object.ts';
import { describeRequest } from '../streams/definition.ts';
import type { KeyMemory, Taken } from './key-memory.ts';
import type { ListRequest, RawPage } from './page-request.ts';
import type { Page } from './partition.ts';
import { fingerprintKeys, type PageFingerprint, type Position, verifyPosition } from './position.ts';
import { ShapeError } from './shape-error.ts';
import { createSortCheck } from './sort-check.ts';

/** A page with what was new on it. */
export type KnownPage = RawPage & PageFingerprint & Taken;

/** What has been seen of a list since its first page. */
export interface PageHistory {
  /** Whether its pages are asked for by a number, which the API cannot forget. */
  readonly isNumbered: boolean;
  /** The last page on the way, whose `next` leads on; undefined before the first. */
  readonly previous: KnownPage | undefined;
  /** Takes an answer. Throws {@link ShapeError} if none of its records has its key. */
  take(raw: RawPage): KnownPage;
  /** The list begins with this page, which an earlier run has given out. */
  begin(page: KnownPage): void;
  /** The page is the next one on the way. */
  accept(page: KnownPage): void;
  /** What the reader is given of a page. */
  toPage(page: KnownPage): Page;
  /** A cursor is asked for. */
  ask(cursor: string | undefined): void;
  hasAsked(cursor: string): boolean;
  /** Whether a later page may be the API's answer to a cursor that it does not know: nothing new, or a way back. */
  isDoubtful(page: KnownPage): boolean;
  /** Whether a page is the list's first one, which some lists serve in place of an end (docs/api-behaviour.md#10). */
  isFirstAgain(page: KnownPage): boolean;
  /**
   * Whether a page that was asked for again is still the one that it was, as {@link verifyPosition} says. A list that has
   * moved is judged anew from there.
   */
  prove(page: KnownPage, position: Pick<Position, 'keys' | 'at'>): 'same' | 'moved' | undefined;
  /** The reading ends here: what was taken and not given out may be given out by another. */
  release(): void;
  /** The list is read from its first page. */
  restart(): void;
}

/** Starts with nothing seen. */
export function createPageHistory(
  list: ListRequest,
  memory: KeyMemory,
  instantOf: ((record: JsonObject) => number | undefined) | undefined,
): PageHistory {
  const descent = createSortCheck();
  const { kind } = list.pagination;
  const isNumbered = kind === 'offset' || kind === 'page';
  let asked = new Set<string>();
  let first: PageFingerprint | undefined;
  let previous: KnownPage | undefined;

  /** Pages that stand for another one, since the list has moved. */
  const moved = new WeakSet<KnownPage>();
  /** Taken, and not yet given out. */
  const held = new Set<KnownPage>();

  /** In a list that gets older, only the first page can begin with something newer than the first page did. */
  const isAboveFirst = ({ begin = 0 }: KnownPage): boolean =>
    !descent.rose && begin > (first?.begin ?? Number.POSITIVE_INFINITY);
  /** Nor can it begin with something older: then records of the first page have been pushed down to a later one. */
  const isBelowFirst = ({ begin = Number.POSITIVE_INFINITY }: KnownPage): boolean =>
    !descent.rose && begin < (first?.begin ?? Number.NEGATIVE_INFINITY);
  const isFirstAgain = (page: KnownPage): boolean =>
    isAboveFirst(page) ||
    (first !== undefined &&
      !isBelowFirst(page) &&
      fingerprintKeys(first).some((key) => page.keys.includes(key)));

  return {
    isNumbered,
    get previous() {
      return previous;
    },
    take(raw) {
      const taken = memory.take(raw.records);
      if (raw.records.length > 0 && taken.keys.every((key) => key === undefined))
        throw new ShapeError(describeRequest(list), 'no record of a whole page has its key');
      const [record] = raw.records;
      const page = { ...raw, ...taken, begin: record && instantOf?.(record) };
      held.add(page);
      return page;
    },
    begin(page) {
      first = page;
    },
    accept(page) {
      first ??= { keys: fingerprintKeys(page), begin: page.begin };
      // Its records are not needed any more, and a large page would be held beside the next one.
      previous = { ...page, records: [], unseen: [], newThisPass: [], keys: fingerprintKeys(page) };
    },
    toPage(page) {
      held.delete(page);
      if (instantOf) descent.add(page.newThisPass.map(instantOf));
      const { rose, varied } = descent;
      return { ...page, order: { rose, varied }, isInPlace: !moved.has(page) };
    },
    ask(cursor) {
      if (cursor !== undefined) asked.add(cursor);
    },
    hasAsked: (cursor) => asked.has(cursor),
    isDoubtful(page) {
      // The API cannot forget an offset or a number: nothing behind it is the end.
      if (isNumbered && page.records.length === 0) return false;
      if (page.next === undefined) return page.newThisPass.length === 0;
      return (
        asked.has(page.next) || isAboveFirst(page) || (page.newThisPass.length === 0 && isFirstAgain(page))
      );
    },
    isFirstAgain,
    prove(page, position) {
      const proof = verifyPosition(page, position, !descent.rose);
      // The first page is newer, too: it comes back where a cursor is forgotten, and says nothing of what is below.
      if (proof !== 'moved' || isFirstAgain(page)) return proof === 'same' ? proof : undefined;
      asked = new Set();
      moved.add(page);
      descent.judgeAnew();
      return proof;
    },
    release() {
      for (const { unseen } of held) memory.forget(unseen);
    },
    restart() {
      [asked, first, previous] = [new Set(), undefined, undefined];
      descent.judgeAnew();
    },
  };
}
