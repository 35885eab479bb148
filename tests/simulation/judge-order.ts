import type { Json } from '../support/harness/messages.ts';
import type { Dimension } from './dimensions.ts';
import { DAY } from './scenario.ts';
import type { Row, World } from './world.ts';

/** What puts something else in the place of what a run has saved. */
const REPLACED: readonly Dimension[] = [
  'former-release',
  'spoiled-bookmarks',
  'ahead-state',
  'foreign-state',
  'damaged-state',
];

/** A run that has read activities. */
export interface OrderedRun {
  readonly world: World;
  readonly startedAt: number;
  /** The state that it was given, and the one that it has left. */
  readonly given: Json | undefined;
  readonly left: Json | undefined;
  /** The activities that it was given, if it has read its list from the top to where it wanted no more. */
  readonly scanned: ReadonlySet<unknown> | undefined;
}

/**
 * What a bookmark says of the order of activities, and they are not: a scan that relies on less leaves out what comes late, and
 * one that reads further by more takes requests.
 */
export function findWrongDisorder(run: OrderedRun): string[] {
  const { world, startedAt, given, left, scanned } = run;
  const { changes, dimensions, start } = world.scenario;
  const disorder = disorderIn(left);
  if (disorder === undefined || REPLACED.some((name) => dimensions.has(name))) return [];
  const since = (from: number) => activitiesFrom(world, from);
  if (changes === 'none') {
    // What has expired meanwhile may have been measured, too.
    const [least, most] = [since(world.now), since(start)].map(riseOf);
    if (disorder < (least ?? 0)) return [`disorder of ${disorder} seconds, not ${least}`];
    if (disorder > (most ?? 0)) return [`disorder of ${disorder} seconds, though it is ${most}`];
  }
  if (changes === 'deletions' || scanned === undefined || isUnderWay(given)) return [];
  const seen = since(world.now).filter((row) => row.since < startedAt && scanned.has(row.wire));
  return disorder < riseOf(seen)
    ? [`disorder of ${disorder} seconds after a scan that saw ${riseOf(seen)}`]
    : [];
}

/** The activities that the API lists at a time, as it lists them. */
function activitiesFrom({ list, scenario }: World, now: number): Row[] {
  const rows = list('activities').filter(({ at }) => at > now - 30 * DAY);
  return scenario.order.activities === 'oldest first' ? rows.reverse() : rows;
}

/** By how many seconds a row is newer than the oldest before it, at most. */
function riseOf(rows: readonly Row[]): number {
  let oldest = Number.POSITIVE_INFINITY;
  let rise = 0;
  for (const { at } of rows) {
    oldest = Math.min(oldest, at);
    rise = Math.max(rise, at - oldest);
  }
  return rise;
}

function bookmarkIn(state: Json | undefined): Record<string, unknown> {
  return Object(Object(state?.['bookmarks'])['activities']);
}

function disorderIn(state: Json | undefined): number | undefined {
  const { disorder } = bookmarkIn(state);
  return typeof disorder === 'number' ? disorder : undefined;
}

function isUnderWay(state: Json | undefined): boolean {
  const { progress } = bookmarkIn(state);
  return Array.isArray(progress) && progress.length > 0;
}
