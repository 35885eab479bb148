import type { Json } from '../support/harness/messages.ts';
import type { SimulatedApi } from './api.ts';
import { expectedRows } from './judge.ts';
import { isReliable } from './judge-runs.ts';
import type { EngineRun } from './run-engine.ts';
import { DAY, PAGED, type PlannedRun } from './scenario.ts';
import type { SimulatedTarget } from './target.ts';
import type { World } from './world.ts';

/** A run, and what was there of it before. */
export interface WritingRun {
  readonly world: World;
  readonly target: SimulatedTarget;
  readonly api: Pick<SimulatedApi, 'given' | 'givenAgain'>;
  readonly planned: PlannedRun;
  readonly result: EngineRun;
  readonly startedAt: number;
  /** When each stream's pass began. */
  readonly begun: ReadonlyMap<string, number>;
}

/** Streams whose records are those of a list in pages: what of it was given is written. */
const IN_PAGES: readonly string[] = PAGED.filter(
  (name) => name !== 'messages' && name !== 'broadcast_trigger_errors',
);

/** Rows that the API has given in a run, and that are not in the target. */
export function findNotWritten(run: WritingRun): string[] {
  const { world, target, api, planned, result, startedAt, begun } = run;
  const { start, states } = world.scenario;
  const { streams, anchorDays = 180 } = planned.settings;
  // A resumed list is asked for its first page, of which nothing is written.
  const mayBeResumed = (stream: string) => stream !== 'activities' && begun.get(stream) !== startedAt;
  const judged = IN_PAGES.filter(
    (stream) =>
      streams.includes(stream) &&
      !result.failed.includes(stream) &&
      !result.readAnew.includes(stream) &&
      // Where pages did not join, the one before was asked for again, and is not read for itself.
      !result.unproved.includes(stream) &&
      !mayBeResumed(stream),
  );
  // Merged states may hold what an earlier pass had begun.
  if (judged.length === 0 || states !== 'overwrite') return [];
  return (
    expectedRows(world)
      .filter(({ stream, row }) => judged.includes(stream) && api.given.has(row.wire))
      // What comes meanwhile may be on a page that was asked for ahead, and is not followed; so may what a deletion draws up then,
      // unless it has come again.
      .filter(({ row }) => row.since < startedAt && (!row.isSkipped || api.givenAgain.has(row.wire)))
      .filter(({ row }) => row.at === 0 || row.at > start - (anchorDays - 1) * DAY)
      .filter(({ stream, key }) => {
        const { loadedAt = 0 } = target.rowsOf(stream).get(key) ?? {};
        return stream === 'activities' ? loadedAt === 0 : loadedAt < startedAt;
      })
      .map(({ stream, key }) => `given, and not written: ${stream}/${key}`)
  );
}

/** Streams that are read while the pages of a parent come. */
const TOGETHER = [
  ['people_identifiers', 'people'],
  ['object_identifiers', 'objects'],
  ['object_identifiers', 'object_relationships'],
] as const;

/** Streams that a state lets go on, while their parent begins anew: all that they had read is read again. */
export function findLeftAlone(world: World, state: Json | undefined): string[] {
  const { dimensions, faults, states, settings } = world.scenario;
  const isOdd = dimensions.has('refused-parents') || dimensions.has('missing-features');
  if (!isReliable(world.scenario) || isOdd || faults > 0 || states !== 'overwrite') return [];
  const isUnderWay = (stream: string) => {
    const { progress } = Object(Object(state?.['bookmarks'])[stream]);
    return Array.isArray(progress) && progress.length > 0;
  };
  return TOGETHER.filter(([parent]) => settings.streams.includes(parent))
    .filter(([parent, child]) => isUnderWay(child) && !isUnderWay(parent))
    .map(([parent, child]) => `${child} would go on, and ${parent} begin anew`);
}

/** Lists whose pages are counted by the tap itself: nothing but two empty answers tells that one has ended. */
const COUNTED = ['esp_suppressions', 'design_studio_folders'] as const;

/**
 * Rows that a run has left out of a list of which it has read two pages or more, though nothing was deleted. By those it knows
 * how long a full page is: behind the first one, which is shorter than was asked for, a single empty answer is the end.
 */
export function findCutOff({ world, target, planned, result, startedAt, begun }: WritingRun): string[] {
  const { changes, dimensions, states, lists } = world.scenario;
  const isOdd = dimensions.has('missing-features') || dimensions.has('sparse-pages');
  if (changes === 'deletions' || states !== 'overwrite' || isOdd) return [];
  const isJudged = (name: string) => planned.settings.streams.includes(name) && result.ended.has(name);
  return COUNTED.filter((name) => isJudged(name) && begun.get(name) === startedAt).flatMap((stream) => {
    const rows = expectedRows(world).filter((row) => row.stream === stream && row.row.since < startedAt);
    const isNew = ({ key }: (typeof rows)[number]) =>
      (target.rowsOf(stream).get(key)?.loadedAt ?? 0) >= startedAt;
    if (rows.filter(isNew).length < 2 * lists.people_identifiers.pageSize) return [];
    return rows.filter((row) => !isNew(row)).map(({ key }) => `cut off: ${stream}/${key}`);
  });
}
