import type { Tell } from './api.ts';
import type { Scenario } from './scenario.ts';

/** Answers that are wrong once. What is wrong twice in a row cannot be told from the truth. */
export interface Oddities {
  /** A run begins. */
  begin(): void;
  /**
   * What comes in place of a page with this many rows; undefined: the page. `lists` tells apart the lists that it is of.
   * `isLikely`: something else was odd shortly before. `isForgotten`: it is empty since its cursor is not known any more.
   */
  emptyFor(
    lists: readonly string[],
    rows: number,
    since: { isLikely: boolean; isForgotten: boolean },
  ): null | readonly [] | undefined;
  /** A body, or one in which null is in place of its object, or nothing in place of its counts, once in a run. */
  objectOf(path: string, body: unknown): unknown;
}

/** After an odd answer as many of the same list are right, and have records. */
const TRUTHS = 4;

/** Starts with the truth. */
export function createOddities(
  { random, dimensions }: Scenario,
  isCalm: () => boolean,
  tell: Tell | undefined,
): Oddities {
  const truths = new Map<string, number>();
  const emptied = new Set<string>();
  return {
    begin() {
      truths.clear();
      emptied.clear();
    },
    emptyFor(lists, rows, { isLikely, isForgotten }) {
      // That is as wrong as an odd one.
      if (isForgotten) for (const list of lists) truths.set(list, TRUTHS);
      const left = Math.max(...lists.map((list) => truths.get(list) ?? 0));
      // An empty answer says nothing against an odd one: it may be that of a cursor that was forgotten.
      if (rows > 0) for (const list of lists) truths.set(list, Math.max(0, (truths.get(list) ?? 0) - 1));
      const mayBeOdd = dimensions.has('odd-empties') && !isCalm() && left === 0 && rows > 0;
      if (!mayBeOdd || random() >= (isLikely ? 0.3 : 0.06)) return undefined;
      for (const list of lists) truths.set(list, TRUTHS);
      tell?.('an odd answer');
      return random() < 0.5 ? null : [];
    },
    objectOf(path, body) {
      const odd = isCalm()
        ? undefined
        : (withoutCounts(dimensions, body) ?? withNull(dimensions, path, body));
      if (odd === undefined || random() >= 0.1 || emptied.has(path)) return body;
      emptied.add(path);
      return odd;
    },
  };
}

/** An answer with null in place of its object; undefined if it has none, or is never so. */
function withNull(dimensions: Scenario['dimensions'], path: string, body: unknown): unknown {
  const name = path.endsWith('/used_by') ? 'used_by' : 'object';
  return dimensions.has('null-objects') && name in Object(body) ? { [name]: null } : undefined;
}

/** An answer without its counts; undefined if it has none, or is never so. */
function withoutCounts(dimensions: Scenario['dimensions'], body: unknown): unknown {
  if (!dimensions.has('odd-series')) return undefined;
  const { metric, links } = Object(body);
  if (links !== undefined) return { links: [] };
  return metric === undefined ? undefined : { ...Object(body), metric: { ...metric, series: {} } };
}
