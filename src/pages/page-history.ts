import { hash } from '../digest.ts';
import type { JsonObject } from '../json/json-object.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { ShapeError } from '../shape-error.ts';
import { describeRequest, placeOf } from '../streams/definition.ts';
import type { KeyMemory, Taken } from './key-memory.ts';
import type { ListRequest, RawPage } from './page-request.ts';
import { isNumbered } from './paging.ts';
import type { Page } from './partition.ts';
import {
  type Digest,
  fingerprintKeys,
  type PageFingerprint,
  type Position,
  verifyPosition,
} from './position.ts';
import { checkOrder, compareAnew, newSortCheck, type SortCheck } from './sort-check.ts';

/** A page with what was new on it. */
export type KnownPage = RawPage & PageFingerprint & Taken;

/** Answer in place of an end: nothing new, a page that leads back, one that begins as the first does, or it or a refusal. */
export type CameAtEnd = 'nothing' | 'way back' | 'repetition' | 'other';

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

/** Takes a page for the next one on the way. */
export function acceptPage(history: PageHistory, page: KnownPage): void {
  const { length } = page.records;
  history.first ??= { keys: fingerprintKeys(page), begin: page.begin, next: page.next };
  history.previousLastKey = page.keys.findLast((key) => key !== undefined);
  // The API may give fewer than were asked for.
  history.isPreviousFull = length >= Math.min(page.limit ?? Infinity, history.longest || Infinity);
  history.longest = Math.max(history.longest, length);
  history.hasLedOn ||= page.cursor !== undefined && !isFirstAgain(history, page);
  const { cursor, limit, begin } = page;
  history.previous = { cursor, limit, begin, keys: fingerprintKeys(page) };
}

/** Gives a page out to the reader. */
export function givePage(history: PageHistory, page: KnownPage): Omit<Page, 'reasons'> {
  const { held, instantOf, order, moved, jumped } = history;
  held.delete(page);
  // What begins a place in the list is compared with nothing before it: there, known records tell the order, too.
  const telling = order.last === undefined ? page.records : page.newThisPass;
  if (instantOf) checkOrder(order, telling.map(instantOf));
  return {
    ...page,
    order: { rose: order.rose, varied: order.varied },
    isFull: history.isPreviousFull,
    isInPlace: !moved.has(page),
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

/**
 * Tells whether a later page may be the API's answer to a cursor that it does not know: nothing new, or a way back; or,
 * where keys are places, what the first page says.
 */
export function isDoubtful(history: PageHistory, page: KnownPage): boolean {
  return mayBeEnd(history, page) || (beginsAsFirst(history, page) && !history.isRepetitive);
}

/** Names what a doubtful page is. */
export function cameAtEnd(history: PageHistory, page: KnownPage): CameAtEnd {
  if (!mayBeEnd(history, page)) return 'repetition';
  if (isFirstAgain(history, page)) return 'other';
  return page.next === undefined ? 'nothing' : 'way back';
}

/** Tells whether a later page may come in place of an end: nothing new, or a way back. */
function mayBeEnd(history: PageHistory, page: KnownPage): boolean {
  // The API cannot forget an offset or a number: nothing behind it is the end.
  if (isNumbered(history.list) && page.records.length <= history.overlap) return false;
  if (page.next === undefined) return page.newThisPass.length === 0;
  return (
    history.asked.has(page.next) ||
    isAboveFirst(history, page) ||
    (page.newThisPass.length === 0 ? isFirstAgain(history, page) : holdsFirst(history, page))
  );
}

/** Tells whether a page is the list's first one, which some lists serve in place of an end (docs/api-behaviour.md#10). */
export function isFirstAgain(history: PageHistory, page: KnownPage): boolean {
  const { first } = history;
  if (isAboveFirst(history, page) || leadsOnAsFirst(history, page)) return true;
  if (first === undefined || isBelowFirst(history, page)) return false;
  return sharesKeys(first, page);
}

/** Tells whether a page holds some of what another one begins with. */
export function sharesKeys(other: Pick<PageFingerprint, 'keys'>, { keys }: KnownPage): boolean {
  return fingerprintKeys(other).some((key) => keys.includes(key));
}

/**
 * Tells whether a page that was taken for the first one has come again, and is not: it was in its own place, and began with
 * something newer all the same.
 */
export function hasJumped(history: PageHistory, taken: KnownPage, again: KnownPage): boolean {
  return fingerprintKeys(taken).join() === fingerprintKeys(again).join() && !isFirstAgain(history, again);
}

/** Tells whether a page is the first one in place of another, where keys are places: it has the keys of the other. */
export function isMisplaced(history: PageHistory, page: KnownPage): boolean {
  return placeOf(history.list) !== undefined && isFirstAgain(history, page);
}

/** Tells whether a page that leads on begins as the first one does, where keys are places: that one may have come in its place. */
export function beginsAsFirst({ first, list }: PageHistory, page: KnownPage): boolean {
  if (first === undefined || placeOf(list) === undefined || page.next === undefined) return false;
  const before = fingerprintKeys(first);
  // The first page may have grown meanwhile.
  return fingerprintKeys(page).slice(0, before.length).join() === before.join();
}

/**
 * Tells whether a page says what an earlier one said, where keys are places: there, the first page in place of each later one has
 * new keys. Lists may say the same again and again, too: a single page proves nothing, and full ones that say one thing alone
 * prove nothing at all.
 */
export function repeatsEarlier({ said, list }: PageHistory, { keys, records, limit }: KnownPage): boolean {
  if (placeOf(list) === undefined) return false;
  const isFull = records.length >= (limit ?? Number.POSITIVE_INFINITY);
  const digest = hash(keys.join('\n'));
  const isKnown = said.has(digest);
  said.add(digest);
  return isKnown && !(isFull && new Set(keys).size === 1);
}

/** Tells whether a page holds what the first one began with, and more on top, where the order does not tell that it is the first one. */
function holdsFirst({ order, first }: PageHistory, { keys }: KnownPage): boolean {
  const begun = first ? fingerprintKeys(first) : [];
  // One or two records may have been pushed down, or may come on two pages.
  return order.rose && begun.length > 2 && begun.every((key) => keys.includes(key));
}

/** A page that leads to where the first one did is the first one, though all of it may be new by now. */
function leadsOnAsFirst({ first }: PageHistory, { cursor, next }: KnownPage): boolean {
  return next !== undefined && next === first?.next && next !== cursor;
}

/** In a list that gets older, only the first page can begin with something newer than the first page did. */
function isAboveFirst({ order, first }: PageHistory, { begin = 0 }: KnownPage): boolean {
  return !order.rose && begin > (first?.begin ?? Number.POSITIVE_INFINITY);
}

/** Nor can it begin with something older: then records of the first page have been pushed down to a later one. */
function isBelowFirst(
  { order, first }: PageHistory,
  { begin = Number.POSITIVE_INFINITY }: KnownPage,
): boolean {
  return !order.rose && begin < (first?.begin ?? Number.NEGATIVE_INFINITY);
}

/**
 * Decides whether a page that was asked for again is still the one that it was, as {@link verifyPosition} does. The order
 * of a list that has moved is judged anew from there.
 */
export function verifyPage(
  history: PageHistory,
  page: KnownPage,
  position: Pick<Position, 'keys' | 'at'>,
): 'same' | 'moved' | undefined {
  // An empty page that led on, and does not any more: so the API may answer a cursor that it has forgotten.
  if (page.keys.length === 0 && page.next === undefined) return undefined;
  const found = verifyPosition(page, position, !history.order.rose, history.digest);
  if (found === 'same') return found;
  // The first page is newer, too: it comes back where a cursor is forgotten, and says nothing of what is below.
  if (found === undefined || isFirstAgain(history, page)) return undefined;
  history.asked = new Set();
  history.moved.add(page);
  compareAnew(history.order);
  return found;
}

/** Ends a reading: what was taken and not given out may be given out by another. */
export function releaseHeld({ held, memory }: PageHistory): void {
  for (const { unseen } of held) memory.forget(unseen);
}

/** Begins to read the list from its first page. */
export function restartHistory(history: PageHistory): void {
  [history.asked, history.first, history.previous] = [new Set(), undefined, undefined];
  compareAnew(history.order);
}
