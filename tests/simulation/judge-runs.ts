import type { SimulatedApi } from './api.ts';
import type { EngineRun } from './run-engine.ts';
import { ABOUT_VERSIONS, type PlannedRun } from './scenario.ts';
import type { World } from './world.ts';

/** A run that has ended by itself. */
export interface EndedRun {
  readonly world: World;
  readonly api: Pick<SimulatedApi, 'refused' | 'lookedUp'>;
  readonly planned: PlannedRun;
  readonly result: EngineRun;
  /** The streams that it has activated, and those whose pass it began. */
  readonly activated: readonly string[];
  readonly begun: readonly string[];
}

/** The streams whose parents are refused, by what is asked for. */
const REFUSED: Readonly<Record<string, string>> = {
  membership: 'segment_membership',
  usage: 'segment_usage',
  objects: 'object_identifiers',
  relationships: 'object_relationships',
  triggers: 'broadcast_triggers',
  errors: 'broadcast_trigger_errors',
};

/** Streams that have not failed though everything that was asked for them was refused, or nothing was answered. */
export function findNotFailed({ world, api, planned, result, begun }: EndedRun): string[] {
  const mayFail = (stream: string) => begun.includes(stream) && planned.settings.streams.includes(stream);
  // What is deleted meanwhile may be refused.
  const areRefused = [...api.refused].flatMap(([children, { refused, answered }]) => {
    const stream = REFUSED[children];
    return stream !== undefined && refused.size > 1 && answered === 0 ? [stream] : [];
  });
  const { asked, found } = api.lookedUp();
  const none = asked > 1 && found === 0 ? ['people'] : [];
  if (world.scenario.changes === 'deletions' || world.scenario.faults > 0) return [];
  return [...areRefused, ...none]
    .filter((stream) => mayFail(stream) && !result.failed.includes(stream))
    .map((stream) => `not failed though nothing was answered: ${stream}`);
}

/** Streams whose lists come whole, or whose parents' do: nothing can hide from them what is there. */
const PLAIN = ['segments', 'segment_usage', 'broadcasts', 'broadcast_triggers', 'campaigns', 'object_types'];

/** Streams that were read whole, and were not activated: what is deleted in a busy workspace would stay in the target. */
export function findNotActivated({ world, planned, result, activated, begun }: EndedRun): string[] {
  const { dimensions, faults, batchSize } = world.scenario;
  const isOdd = faults > 0 || batchSize !== undefined || ABOUT_VERSIONS.some((name) => dimensions.has(name));
  const { streams, emitsVersions } = planned.settings;
  if (isOdd || !emitsVersions || dimensions.has('changing-settings')) return [];
  return PLAIN.filter(
    (stream) =>
      streams.includes(stream) &&
      begun.includes(stream) &&
      !result.failed.includes(stream) &&
      !activated.includes(stream),
  ).map((stream) => `not activated though it was read whole: ${stream}`);
}
