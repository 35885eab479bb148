import type { SimulatedApi } from './api.ts';
import { hasNoEnd, SOURCES } from './judge.ts';
import type { EngineRun } from './run-engine.ts';
import type { PagedName, PlannedRun } from './scenario.ts';
import type { World } from './world.ts';

/** A run that has ended by itself. */
export interface AskedRun {
  readonly world: World;
  readonly api: Pick<SimulatedApi, 'empties'>;
  readonly planned: PlannedRun;
  readonly result: EngineRun;
  /** The streams whose pass it began. */
  readonly begun: readonly string[];
}

/** A first page, which may be empty. */
export interface Empty {
  readonly isEmpty: boolean;
  /** The number of the request. */
  readonly at: number;
  /** How often it was asked for, and the number of the request that brought records. */
  asked: number;
  differed: number | undefined;
}

/** All of these are asked for twice, and then each hundredth; and all behind one that has differed. */
const FIRST_EMPTY = 90;
const EACH_EMPTY = 100;

/** So many requests may be under way when an answer differs. */
const UNDER_WAY = 12;

/** Empty lists on which the deletion of rows rests, and that were not asked for again. */
export function findNotAskedTwice({ world, api, planned, result, begun }: AskedRun): string[] {
  const { dimensions, faults, changes } = world.scenario;
  const stream = 'object_relationships';
  const isJudged = planned.settings.emitsVersions && faults === 0 && result.ended.has(stream);
  // What is deleted meanwhile is not answered again; and a list that goes on in the middle is asked for its first page, too.
  if (!isJudged || !begun.includes(stream) || changes === 'deletions' || dimensions.has('refused-parents'))
    return [];
  const empties = [...api.empties.values()].filter(({ isEmpty }) => isEmpty);
  const differed = Math.min(...empties.map((empty) => empty.differed ?? Number.POSITIVE_INFINITY));
  const missed = empties.filter(
    ({ at, asked }, index) => asked < 2 && (index < FIRST_EMPTY || at > differed + UNDER_WAY),
  );
  const later = empties.slice(FIRST_EMPTY + 20);
  const sampled = later.filter(({ asked }) => asked > 1).length;
  return [
    ...(missed.length > 0 ? [`${missed.length} empty lists were not asked for twice: ${stream}`] : []),
    ...(sampled < Math.floor(later.length / EACH_EMPTY)
      ? [`of ${later.length} empty lists ${sampled} were asked for twice: ${stream}`]
      : []),
  ];
}

/** Lists that were given up since they never end, though they do. */
export function findGivenUp({ world: { scenario }, result }: Pick<AskedRun, 'world' | 'result'>): string[] {
  const { lists, dimensions, order, cursorLife, forgotten } = scenario;
  // Pages may go in a circle there, and where cursors are forgotten before the end can be reached.
  if (dimensions.has('early-laps') || (cursorLife !== undefined && forgotten === 'first page')) return [];
  // Page one in place of another is not known again if it has changed, and its times do not tell: then reading goes on from it.
  const goesInCircles = (name: string) =>
    dimensions.has('page-one') && (name in order ? order[name as keyof typeof order] : '') !== 'newest first';
  const hasEnd = (name: string) => !(name in lists) || !hasNoEnd(lists[name as PagedName]);
  return result.errors
    .filter((error) => error.includes('page after page brings nothing new'))
    .filter((error) => {
      const stream = error.slice(0, error.indexOf(':'));
      return !goesInCircles(stream) && [stream, ...(SOURCES[stream] ?? [])].every(hasEnd);
    })
    .map((error) => `given up though it ends: ${error}`);
}
