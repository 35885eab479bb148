import type { Json } from '../support/harness/messages.ts';
import type { SimulatedApi } from './api.ts';
import type { Dimension } from './dimensions.ts';
import { isUndisturbed, mayNotProve } from './judge.ts';
import type { EngineRun } from './run-engine.ts';
import { ABOUT_VERSIONS, type PlannedRun, type Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** A run that has ended by itself. */
export interface EndedRun {
  readonly world: World;
  readonly api: Pick<SimulatedApi, 'refused' | 'lookedUp' | 'refusedCursors' | 'hasRefused'>;
  readonly planned: PlannedRun;
  readonly result: EngineRun;
  /** The streams that it has activated, and those whose pass it began. */
  readonly activated: readonly string[];
  readonly begun: readonly string[];
  /** The state that it was given. */
  readonly given: Json | undefined;
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

/** How many parents the pass of a stream had asked for before a run, and how many of them were refused. */
function askedBefore(
  given: Json | undefined,
  stream: string,
): { asked: number; refused: number } | undefined {
  const [progress] = Object(Object(Object(given)['bookmarks'])[stream])['progress'] ?? [];
  const { asked, refused } = Object(progress);
  return typeof asked === 'number' && typeof refused === 'number' ? { asked, refused } : undefined;
}

/** Whether a pass has asked for several parents' children, and all were refused; undefined where that is not known. */
function areAllRefused(
  { api, begun, given }: Pick<EndedRun, 'api' | 'begun' | 'given'>,
  [children, stream]: readonly [children: string, stream: string],
): boolean | undefined {
  const { refused, answered } = api.refused.get(children) ?? { refused: new Set(), answered: 0 };
  if (refused.size === 0 || answered > 0) return false;
  if (begun.includes(stream)) return refused.size > 1;
  const before = askedBefore(given, stream);
  // Two lists hold the objects of a type, the second of which may be all that was left.
  if (stream === 'object_identifiers' && before && before.asked < 3) return undefined;
  return before && before.asked > 0 ? before.asked === before.refused : undefined;
}

/** Streams that have not failed though everything that was asked for them was refused, or nothing was answered. */
export function findNotFailed(run: EndedRun): string[] {
  const { world, api, planned, result, begun } = run;
  const { changes, faults, dimensions } = world.scenario;
  const mayFail = (stream: string) => planned.settings.streams.includes(stream);
  // What is deleted meanwhile may be refused.
  if (changes === 'deletions' || faults > 0) return [];
  const isOwn = !dimensions.has('damaged-state') && !dimensions.has('foreign-state');
  const areRefused = Object.entries(REFUSED).flatMap((asked) =>
    (isOwn || begun.includes(asked[1])) && areAllRefused(run, asked) === true ? [asked[1]] : [],
  );
  const { asked, found } = api.lookedUp();
  const none = asked > 1 && found === 0 && begun.includes('people') ? ['people'] : [];
  return [...areRefused, ...none]
    .filter((stream) => mayFail(stream) && !result.failed.includes(stream))
    .map((stream) => `not failed though nothing was answered: ${stream}`);
}

/** Streams whose lists come whole, or whose parents' do: nothing can hide from them what is there. */
const PLAIN = ['segments', 'segment_usage', 'broadcasts', 'broadcast_triggers', 'campaigns', 'object_types'];

/** Streams that were read whole, and were not activated: what is deleted in a busy workspace would stay in the target. */
export function findNotActivated({ world, api, planned, result, activated, begun }: EndedRun): string[] {
  const { dimensions, faults, batchSize, changes } = world.scenario;
  // What is deleted meanwhile may be refused with 400, which says less than 404.
  const isOdd =
    (changes === 'deletions' && api.hasRefused()) ||
    faults > 0 ||
    batchSize !== undefined ||
    ABOUT_VERSIONS.some((name) => dimensions.has(name));
  const { streams, emitsVersions } = planned.settings;
  if (isOdd || !emitsVersions || dimensions.has('changing-settings')) return [];
  const isRefused = (stream: string) =>
    Object.entries(REFUSED).some(
      ([children, name]) => name === stream && (api.refused.get(children)?.refused.size ?? 0) > 0,
    );
  return PLAIN.filter(
    (stream) =>
      streams.includes(stream) &&
      begun.includes(stream) &&
      !isRefused(stream) &&
      !result.failed.includes(stream) &&
      !activated.includes(stream),
  ).map((stream) => `not activated though it was read whole: ${stream}`);
}

/** Whether a stream has failed for what had failed before, or its parent has. */
export function isOfEarlierRun(stream: string, errors: readonly string[]): boolean {
  const own = errors.find((error) => error.startsWith(`${stream}: `)) ?? '';
  const parent = /not read whole, since it needs the records of (\w+), which failed/.exec(own)?.[1];
  return (
    own.includes(' failed in an earlier run; ') || (parent !== undefined && isOfEarlierRun(parent, errors))
  );
}

/** Dimensions that make no stream fail. */
const HARMLESS: ReadonlySet<Dimension> = new Set<Dimension>([
  'building',
  'missing-features',
  'disabled-types',
  'refused-parents',
  'null-objects',
  'odd-empties',
  'repeated-keys',
  'changing-keys',
  'former-release',
  'meltano',
  'private-state',
  'late-activities',
  'disorder',
  'late-messages',
  'metric-windows',
  'growing-metrics',
  'short-runs',
  'moved-bookmark',
  'listed-domains',
  'sparse-pages',
  'lost-cursors',
  'clumped-messages',
  'opaque-messages',
  'archive',
  'long-pauses',
  'many-objects',
  'same-errors',
  'many-streams',
  'late-answers',
  'ended-at-once',
  'still',
  'tens-of-objects',
  'contents',
  'small-chunks',
]);

/** Whether the API answers everything, and forgets nothing. */
export function isReliable(scenario: Scenario): boolean {
  return isUndisturbed(scenario, HARMLESS) && scenario.cursorLife === undefined;
}

/** Streams that have failed though everything was answered: what is refused once, or not there, fails none. */
export function findFailed(run: EndedRun): string[] {
  const { world, api, result } = run;
  const { scenario } = world;
  // A list whose rows go away while it is read, again and again, is given up.
  if (!isReliable(scenario) || scenario.changes === 'deletions' || api.refusedCursors() > 2) return [];
  // Nor does a single parent.
  const areRefused = Object.entries(REFUSED).some((asked) => areAllRefused(run, asked) !== false);
  if (areRefused || (api.refused.get('metrics')?.refused.size ?? 0) > 0) return [];
  return (
    result.failed
      .filter((stream) => !isOfEarlierRun(stream, result.errors))
      // A second page to which a record of the first one was pushed looks like that one, which comes in place of the end.
      .filter((stream) => stream !== 'messages' || !mayNotProve(scenario.lists.messages))
      .filter((stream) => stream !== 'esp_suppressions' || scenario.lists.people_identifiers.pageSize > 3)
      .map((stream) => `failed though nothing is wrong: ${stream}: ${result.errors.join(' | ')}`)
  );
}

/** Lists with times whose end proved nothing, though their cursors are followed, and none is forgotten. */
export function findNotProved({ world: { scenario }, result }: EndedRun): string[] {
  if (!isReliable(scenario) || scenario.dimensions.has('lost-cursors')) return [];
  return (['messages', 'activities'] as const)
    .filter((name) => result.unproved.includes(name) && scenario.lists[name].cursors !== 'restarting')
    .map((name) => `not proved though nothing is wrong: ${name}`);
}

/** People who were left out of an answer, and not asked for again; and those who exist no more, and are said to. */
export function findNotAskedAgain({ world: { scenario }, api, result }: EndedRun): string[] {
  const { dimensions, faults } = scenario;
  const once = [...api.lookedUp().leftOut].filter(([, times]) => times === 1).map(([id]) => id);
  const isFailed = result.failed.includes('people') || faults > 0;
  const isOdd = dimensions.has('unanswered-ids') || dimensions.has('large-pages');
  return [
    ...(isFailed ? [] : once.map((id) => `left out once, and not asked for again: people/${id}`)),
    ...(isOdd || faults > 0
      ? []
      : result.unanswered.map((name) => `said to be left out though deleted: ${name}`)),
  ];
}
