import type { Answer } from './read-pages.ts';

/** Follows a walk through a list that grows at its end, and knows from where on it may still change. */
export interface SettledCursor {
  /**
   * Takes the next page with the instants of its records (unix seconds); those after `latest` say nothing. What is
   * older than `settledBy` gets no more neighbours.
   */
  add(page: Answer, instants: readonly (number | undefined)[], settledBy: number, latest: number): void;
  /** The cursor of the last page with records before which all is settled; undefined for the first page. */
  cursor(): string | undefined;
  /** Whether all pages so far were settled when they were read. */
  isAllSettled(): boolean;
}

/**
 * Starts at a cursor. If it is not known that all before it is settled, nothing behind it is either: then there is no
 * such page but the first.
 */
export function createSettledCursor(start: string | undefined, isSettled = true): SettledCursor {
  let cursor = isSettled ? start : undefined;
  // Of all pages so far, each at the time when it was read: what comes to one later is not seen by this walk.
  let isAllSettled = isSettled;
  return {
    add(page, instants, settledBy, latest) {
      // A page that is empty now may be none later: an empty answer to its cursor would say nothing.
      if (page.records.length === 0) return;
      if (isAllSettled) cursor = page.cursor;
      isAllSettled &&= !instants.some(
        (instant) => instant !== undefined && instant >= settledBy && instant <= latest,
      );
    },
    cursor: () => cursor,
    isAllSettled: () => isAllSettled,
  };
}
