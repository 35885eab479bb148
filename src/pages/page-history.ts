import type { JsonObject } from '../json/json-object.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { ShapeError } from '../shape-error.ts';
import { describeRequest, placeOf } from '../streams/definition.ts';
import type { KeyMemory, Taken } from './key-memory.ts';
import type { ListRequest, RawPage } from './page-request.ts';
import type { Page } from './partition.ts';
import type { Digest, PageFingerprint } from './position.ts';
import {
  checkAbove,
  checkApart,
  checkOrder,
  compareAnew,
  newSortCheck,
  partAtKnown,
  type SortCheck,
} from './sort-check.ts';

/** A page with what was new on it. */
export type KnownPage = RawPage & PageFingerprint & Taken;

/** Record of what has been seen of a list since its first page. The functions below change it. */
export interface PageHistory {
  readonly list: ListRequest;
  readonly memory: KeyMemory;
  readonly instantOf: ((record: JsonObject) => number | undefined) | undefined;
  /** Makes what a position of an earlier run may hold in place of keys. */
  readonly digest: Digest | undefined;
  /** Number of records that a page shares with the page before, where the tap asks for it. */
  readonly overlap: number;
  readonly order: SortCheck;
  /** Cursors that were asked for: a page that leads to one of them leads back. */
  asked: Set<string>;
  /** The first page, which some lists serve again in place of an end. */
  first: (PageFingerprint & Pick<RawPage, 'next'>) | undefined;
  /** The first key of each page on the way. */
  readonly begins: Set<string>;
  /** The last page on the way, without its records, which would be held beside those of the next one; undefined before the first. */
  previous: (Pick<RawPage, 'cursor' | 'limit'> & PageFingerprint) | undefined;
  /** The key of that page's last record. */
  previousLastKey: string | undefined;
  /** True if that page held as many records as were asked for, or as the longest one before it. */
  isPreviousFull: boolean;
  /** The number of records of the longest page so far. */
  longest: number;
  /** True if a cursor has led to another page than the first one. */
  hasLedOn: boolean;
  /** True if two answers in a row began as the first page does: the list says the same again and again. */
  isRepetitive: boolean;
  /** Pages in place of others, since the list has moved: their cursors may lead to another place. */
  readonly moved: WeakSet<KnownPage>;
  /** Pages that have come again, and were in their own places before, too. */
  readonly jumped: WeakSet<KnownPage>;
  /** Digests of all that the pages have said; only where keys are places. */
  readonly said: Set<string>;
  /** Pages that were taken, and have not been given out yet. */
  readonly held: Set<KnownPage>;
}

/** Starts with nothing seen. */
export function newPageHistory({
  list,
  memory,
  instantOf,
  digest,
  overlap,
}: Pick<PageHistory, 'list' | 'memory' | 'instantOf' | 'digest' | 'overlap'>): PageHistory {
  return {
    list,
    memory,
    instantOf,
    digest,
    overlap,
    order: newSortCheck(),
    asked: new Set(),
    first: undefined,
    begins: new Set(),
    previous: undefined,
    previousLastKey: undefined,
    isPreviousFull: false,
    longest: 0,
    hasLedOn: false,
    isRepetitive: false,
    moved: new WeakSet(),
    jumped: new WeakSet(),
    said: new Set(),
    held: new Set(),
  };
}

/** Takes an answer. Throws {@link ShapeError} if none of its records has its key. */
export function takePage(history: PageHistory, raw: RawPage): KnownPage {
  const taken = history.memory.take(raw.records);
  // What pages share may be a single record without its key.
  const shared = raw.cursor === undefined ? 0 : history.overlap;
  if (raw.records.length > shared && taken.keys.every((key) => key === undefined))
    throw new ShapeError(describeRequest(history.list), 'no record of a whole page has its key');
  const [record] = raw.records;
  const keys =
    placeOf(history.list) === undefined ? taken.keys : raw.records.map((record) => identify(history, record));
  const page = { ...raw, ...taken, keys, begin: record && history.instantOf?.(record) };
  history.held.add(page);
  return page;
}

/** Gives a page out to the reader. */
export function givePage(history: PageHistory, page: KnownPage): Omit<Page, 'reasons'> {
  const { held, instantOf, order, moved, jumped } = history;
  held.delete(page);
  const joins = order.last !== undefined;
  if (instantOf && joins && moved.has(page)) {
    // The first page in place of another one says nothing of the order there.
    checkApart(order, page.records.map(instantOf));
  } else if (instantOf) {
    // What begins a place in the list is compared with nothing before it: there, known records tell the order, too.
    const { above, below } = partAtKnown(page, joins ? page.newThisPass : page.records);
    checkAbove(order, above.map(instantOf));
    checkOrder(order, below.map(instantOf));
  }
  return {
    ...page,
    order: { rose: order.rose, varied: order.varied },
    isFull: history.isPreviousFull,
    isInPlace: !moved.has(page),
    joins,
    ...(jumped.has(page) ? { isInPlaceAfterAll: true } : {}),
  };
}

/** Takes back a page whose records are not what its cursor stands for. */
export function dropPage({ held, memory }: PageHistory, page: KnownPage): void {
  held.delete(page);
  memory.forget(page.unseen);
}

/**
 * Returns what a record is known again by: its key. Where that is its place, which the tap counts itself, whatever a cursor
 * brings has the keys that were expected: then it is what the record says.
 */
function identify({ list, memory }: PageHistory, record: JsonObject): string | undefined {
  const place = placeOf(list);
  if (place === undefined) return memory.keyOf(record);
  const { [place]: _, ...said } = record;
  try {
    return stringifyJson(said);
  } catch (error) {
    // Nested too deeply to be written as text: the names of its fields must do.
    if (error instanceof RangeError) return JSON.stringify(Object.keys(said));
    throw error;
  }
}

/** The key of a page's last record that has one. */
export function lastKeyOf(history: PageHistory, { records }: Pick<RawPage, 'records'>): string | undefined {
  const last = records.findLast((record) => identify(history, record) !== undefined);
  return last && identify(history, last);
}

/** Ends a reading: what was taken and not given out may be given out by another. */
export function releaseHeld({ held, memory }: PageHistory): void {
  for (const { unseen } of held) memory.forget(unseen);
}

/** Begins to read the list from its first page. */
export function restartHistory(history: PageHistory): void {
  [history.asked, history.first, history.previous] = [new Set(), undefined, undefined];
  history.begins.clear();
  compareAnew(history.order);
}
