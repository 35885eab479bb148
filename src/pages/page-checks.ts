import { hash } from '../digest.ts';
import { placeOf } from '../streams/definition.ts';
import type { KnownPage, PageHistory } from './page-history.ts';
import { isNumbered } from './paging.ts';
import { fingerprintKeys, type PageFingerprint, type Position, verifyPosition } from './position.ts';
import { compareAnew } from './sort-check.ts';

/** Answer in place of an end: nothing new, a page that leads back, one that begins as the first does, or it or a refusal. */
export type CameAtEnd = 'nothing' | 'way back' | 'repetition' | 'other';

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
  if (first === undefined || isBelowFirst(history, page) || goesOn(history, page)) return false;
  return sharesKeys(first, page);
}

/** Tells whether a page begins with what the page before ended with: where pages overlap, it is in its place, with or without anything new. */
function goesOn({ overlap, previousLastKey }: PageHistory, { cursor, keys }: KnownPage): boolean {
  return overlap > 0 && cursor !== undefined && keys[0] !== undefined && keys[0] === previousLastKey;
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

/**
 * Tells whether a page holds a record with which an earlier one began: so each does where a few pages come in a circle, with new
 * records on top each time. Where keys are places, they are what records say, which may be the same.
 */
export function holdsEarlierBegin({ begins, list }: PageHistory, { keys }: KnownPage): boolean {
  return placeOf(list) === undefined && keys.some((key) => key !== undefined && begins.has(key));
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
  goOnFrom(history, page);
  return found;
}

/**
 * Goes on from a page that has come in place of another: in a list that gets older the first one again, with new records among
 * those that are known. That one leads on; a last page that begins with something newer shows that the list does not get older.
 */
export function goOnIfFirst(history: PageHistory, page: KnownPage): void {
  const { instantOf, order } = history;
  const isLater = page.cursor !== undefined && page.next !== undefined && instantOf !== undefined;
  if (isLater && !order.rose && isFirstAgain(history, page)) goOnFrom(history, page);
}

function goOnFrom({ moved, order }: PageHistory, page: KnownPage): void {
  moved.add(page);
  compareAnew(order);
}

/** Takes a page for the next one on the way. */
export function acceptPage(history: PageHistory, page: KnownPage): void {
  const { length } = page.records;
  const keys = fingerprintKeys(page);
  const [begun] = keys;
  history.first ??= { keys, begin: page.begin, next: page.next };
  if (begun !== undefined) history.begins.add(begun);
  history.previousLastKey = page.keys.findLast((key) => key !== undefined);
  // The API may give fewer than were asked for.
  history.isPreviousFull = length >= Math.min(page.limit ?? Infinity, history.longest || Infinity);
  history.longest = Math.max(history.longest, length);
  history.hasLedOn ||= page.cursor !== undefined && !isFirstAgain(history, page);
  const { cursor, limit, begin } = page;
  history.previous = { cursor, limit, begin, keys };
}
