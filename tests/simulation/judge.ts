import { easternNumber, type Length, utcNumber } from '../support/emulator/calendar.ts';
import { type Dimension, hasOddDates } from './dimensions.ts';
import type { EngineRun } from './run-engine.ts';
import {
  DAY,
  HOUR,
  type ListBehaviour,
  PAGED,
  type PagedName,
  type Scenario,
  type Settings,
} from './scenario.ts';
import { beginOf, countOf, MOST_STEPS } from './series.ts';
import type { SimulatedTarget, StoredRow } from './target.ts';
import type { ListName, Row, World } from './world.ts';

/** A row that a target should hold. */
export interface Expected {
  readonly stream: string;
  readonly key: string;
  readonly row: Row;
  /** The row it belongs to, if it is another's. */
  readonly parent?: Row;
  /** A column, and what it should hold. */
  readonly value?: readonly [column: string, value: unknown];
}

/** All rows that there are at this moment. */
export function expectedRows(world: World): Expected[] {
  const of = (stream: ListName, parent?: Row, above = ''): Expected[] =>
    world.list(stream, parent).map((row) => {
      const named: Pick<Expected, 'value'> = 'name' in row.wire ? { value: ['name', row.wire['name']] } : {};
      return { stream, key: `${above}${row.id}`, row, ...(parent ? { parent } : {}), ...named };
    });
  const below = (list: ListName, name: ListName) =>
    world.list(list).flatMap((parent) => of(name, parent, `${parent.id}/`));
  const people = of('people_identifiers');
  const objects = below('object_types', 'object_identifiers');
  const triggers = below('broadcasts', 'broadcast_triggers');
  return [
    ...of('messages').map((message) => ({
      ...message,
      value: ['subject', message.row.wire['subject']] as const,
    })),
    ...of('activities'),
    ...of('newsletters'),
    ...of('campaigns'),
    ...of('segments'),
    ...below('segments', 'segment_membership'),
    ...of('segments').map(({ value: _, ...usage }) => ({
      ...usage,
      stream: 'segment_usage',
      value: ['campaigns', [1]] as const,
    })),
    ...people,
    ...people.map((person) => ({ ...person, stream: 'people' })),
    ...of('esp_suppressions', undefined, 'bounces/'),
    ...of('esp_domain_suppressions'),
    ...of('object_types'),
    ...objects,
    ...objects.map((object) => ({
      ...object,
      stream: 'objects',
      value: ['attributes', { name: `object ${object.row.id}` }] as const,
    })),
    ...objects.flatMap(({ row, key, parent }) =>
      of('object_relationships', row, `${key}/`).map((relation) => ({
        ...relation,
        ...(parent ? { parent } : {}),
      })),
    ),
    ...of('broadcasts'),
    ...triggers,
    ...triggers
      .flatMap(({ row, key }) => of('broadcast_trigger_errors', row, `${key}/`))
      .map((error) => ({ ...error, value: ['error', error.row.wire['text']] as const })),
    ...of('subscription_channels'),
    ...of('design_studio_folders'),
  ];
}

/**
 * Rows that ACTIVATE_VERSION has deleted, and that were there all the time since they were written; but for those of domains
 * that the user does not list any more, while there are others.
 */
export function wronglyDeleted(
  world: World,
  deleted: readonly { key: string; loadedAt: number }[],
  { espDomains }: Pick<Settings, 'espDomains'>,
): string[] {
  const isListed = (key: string) => {
    const [stream, domain = ''] = key.split('/');
    return stream !== 'esp_domain_suppressions' || espDomains.length === 0 || espDomains.includes(domain);
  };
  if (deleted.length === 0) return [];
  const there = new Map(expectedRows(world).map(({ stream, key, row }) => [`${stream}/${key}`, row]));
  return deleted
    .filter(
      ({ key, loadedAt }) => isListed(key) && (there.get(key)?.since ?? Number.POSITIVE_INFINITY) <= loadedAt,
    )
    .map(({ key }) => `deleted: ${key}`);
}

/** Rows that an answer without an object has emptied. */
export function findEmptied(target: SimulatedTarget): string[] {
  const emptied = (stream: string, column: string) =>
    [...target.rowsOf(stream)].flatMap(([key, { record }]) =>
      record[column] === null ? [`emptied: ${stream}/${key}`] : [],
    );
  return [...emptied('objects', 'attributes'), ...emptied('segment_usage', 'campaigns')];
}

/** Errors of triggers that the target holds in the place of others, or where there are none: their key is their place. */
export function findMisplaced(world: World, target: SimulatedTarget): string[] {
  const { lists, settings, dimensions } = world.scenario;
  if (!settings.streams.includes('broadcast_trigger_errors') || hasNoEnd(lists.broadcast_trigger_errors))
    return [];
  // Pages that go in a circle show only after a hundred that they do.
  if (dimensions.has('early-laps')) return [];
  return [...target.rowsOf('broadcast_trigger_errors')].flatMap(([key, { record, loadedAt }]) => {
    const [broadcast, trigger, place = ''] = key.split('/');
    const row = world.find('broadcast_triggers', trigger, world.find('broadcasts', broadcast));
    // The number of one that was deleted may be given again.
    if (row === undefined || row.since > loadedAt) return [];
    const right = world.list('broadcast_trigger_errors', row)[Number(place)]?.wire['text'];
    return record['error'] === right
      ? []
      : [`in the wrong place: broadcast_trigger_errors/${key} ${record['error']}, not ${right}`];
  });
}

/** What a story has ended with. */
export interface Ending {
  readonly world: World;
  readonly scenario: Scenario;
  readonly target: SimulatedTarget;
  /** Streams that were incomplete in the last run. */
  readonly failed: readonly string[];
  /** The time when the last run was planned. */
  readonly planned: number;
  readonly unseen: Record<string, number>;
}

/** What makes a list of a FULL_TABLE stream come in part, so that a single run may rightly leave rows out. */
const IN_PART: readonly Dimension[] = [
  'building',
  'missing-features',
  'disabled-types',
  'refused-parents',
  'null-objects',
  'keyless',
  'unanswered-ids',
  'odd-empties',
  'listed-domains',
  'early-laps',
];

/** Messages that were not written again though the bookmark was moved back behind them, at this time. */
export function findNotReread(ending: Ending, moved: { to: number; at: number }): string[] {
  const { world, target } = ending;
  const table = target.rowsOf('messages');
  return world
    .list('messages')
    .filter((row) => !row.isSkipped && !isOutOfReach({ stream: 'messages', key: row.id, row }, ending))
    .filter(
      ({ at, since, id }) =>
        at > moved.to && since < moved.at - 600 && (table.get(id)?.loadedAt ?? 0) < moved.at,
    )
    .map(({ id }) => `not written again: messages/${id}`);
}

/** Messages and activities that a run has not written though it was asked for all of them, whatever has been read before. */
export function findNotWhole(
  ending: Ending,
  { anchorDays = 180, streams }: Settings,
  startedAt: number,
): string[] {
  const { world, scenario, target, failed } = ending;
  return ['messages' as const, 'activities' as const]
    .filter((stream) => streams.includes(stream) && !failed.includes(stream))
    .flatMap((stream) => {
      const table = target.rowsOf(stream);
      return world
        .list(stream)
        .filter((row) => row.since < startedAt - 600 && row.at > scenario.start - (anchorDays - 1) * DAY)
        .filter((row) => !row.isSkipped && !isOutOfReach({ stream, key: row.id, row }, ending))
        .filter(({ id }) => (table.get(id)?.loadedAt ?? 0) < startedAt)
        .map(({ id }) => `not written though all was asked for: ${stream}/${id}`);
    });
}

/** What is known of a whole run. */
export interface WholeRun {
  readonly startedAt: number;
  /** When the first of the runs began that may have read a part of a stream's pass. */
  readonly begun: ReadonlyMap<string, number>;
  /** By how many seconds the bookmark said that activities are out of order; endless where it did not say. */
  readonly disorder: number;
  /** The metrics by which the API has refused to list messages; undefined: it was asked by none, or has answered by none. */
  readonly refusedMetrics: ReadonlySet<string> | undefined;
}

/** What a whole run has left out though it was there before it began, and came in time: whatever its clocks said. */
export function findLeftOut(ending: Ending, run: WholeRun): string[] {
  const { dimensions, changes, order, jitter } = ending.scenario;
  const { startedAt, begun, disorder, refusedMetrics } = run;
  const isInPart = changes === 'deletions' || IN_PART.some((name) => dimensions.has(name));
  // A place is off by the jitter at most, up or down: a scan reads further by what it knows of that.
  const inOrder =
    order.activities === 'jittered' && jitter > 600 ? HOUR - 30 + disorder - 2 * jitter : HOUR - 30;
  return findMissing(ending, ({ stream, row }, isThere) => {
    if ([stream, ...(SOURCES[stream] ?? [])].some((name) => ending.failed.includes(name))) return false;
    if (isThere)
      return (
        stream === 'messages' &&
        refusedMetrics !== undefined &&
        isListed(row, refusedMetrics, ending.scenario.settings) &&
        isFoundByMetric(row, ending.scenario, startedAt)
      );
    // A first import shows that the list is out of order; what came with it, the next lookback finds.
    if (stream === 'activities' && dimensions.has('imports')) return false;
    // Every scan of activities reads an hour more than the last one.
    if (stream === 'activities')
      return row.since < startedAt - 60 && row.since - row.at < Math.min(inOrder, HOUR - 30);
    if (stream === 'messages') return row.since < startedAt - 600 && row.since - row.at < 240;
    return !isInPart && row.since < (begun.get(stream) ?? 0);
  }).map((problem) => `left out by a whole run: ${problem}`);
}

/**
 * Tells whether no metric of a message was refused: it is left to that of its newest one. In one series of all time: a metric that has
 * left something to one that was refused is not read on.
 */
function isListed({ wire }: Row, refused: ReadonlySet<string>, { windowDays }: Settings): boolean {
  if (refused.size > 0 && windowDays < 180) return false;
  return Object.keys(Object(wire['metrics'])).every((name) => !refused.has(name));
}

/** Whether a whole run has read a change by its metric: one in time at once, another with the wide series that is due. */
function isFoundByMetric(row: Row, scenario: Scenario, startedAt: number): boolean {
  const { at, lag } = row.changed;
  const { settings, dimensions } = scenario;
  if (!isReadByMetric(row, scenario)) return false;
  // Only of wide series an empty answer is asked for twice.
  const isAtOnce = lag < 240 && at < startedAt - 600 && !dimensions.has('odd-empties');
  return isAtOnce || at < startedAt - (settings.lookbackIntervalHours + 3) * HOUR;
}

/** What the target lacks, or holds in an older form; what need not have been seen is counted. */
export function findMissing(
  ending: Ending,
  isMeant: (row: Expected, isThere: boolean) => boolean = () => true,
): string[] {
  const { scenario, target, world, unseen } = ending;
  const { settings } = scenario;
  const problems: string[] = [];
  for (const expected of expectedRows(world)) {
    const { stream, key, value } = expected;
    const stored = target.rowsOf(stream).get(key);
    const isThere = stored !== undefined;
    if (!settings.streams.includes(stream) || isOutOfReach(expected, ending)) continue;
    if (!isMeant(expected, isThere)) continue;
    if (isThere && (value === undefined || holds(stored, value))) continue;
    const reason = excuse(expected, isThere, ending);
    if (reason !== undefined) unseen[reason] = (unseen[reason] ?? 0) + 1;
    else
      problems.push(
        `${isThere ? 'older' : 'missing'}: ${stream}/${key} ${JSON.stringify(expected.row.wire)} ${JSON.stringify(stored?.record[value?.[0] ?? ''])}`,
      );
  }
  return problems;
}

function holds({ record }: StoredRow, [column, value]: readonly [string, unknown]): boolean {
  const stored = record[column];
  return typeof value === 'object' ? JSON.stringify(stored) === JSON.stringify(value) : stored === value;
}

/** What no run could have read, or was to read. */
function isOutOfReach({ stream, row, parent }: Expected, { scenario, world }: Ending): boolean {
  const { settings, start, dimensions } = scenario;
  const isChanging = dimensions.has('changing-settings');
  // Activities that one of the runs has passed over are not read by a later one.
  const anchorDays = isChanging && stream === 'activities' ? 10 : settings.anchorDays;
  if (row.at > 0 && anchorDays !== undefined && row.at < start - anchorDays * DAY) return true;
  // Where the user has not said from when on, half a year is read, by a clock that may be three weeks ahead.
  const mostDays = hasOddDates(dimensions) ? 159 : 180;
  if (stream === 'messages' && anchorDays === undefined && row.at < world.now - mostDays * DAY) return true;
  // Expired before the last runs began.
  if (stream === 'activities' && row.at < world.now - 25 * DAY) return true;
  if (dimensions.has('foreign-state') && (stream === 'activities' || stream === 'messages')) return true;
  const [from, to] = world.unread ?? [0, -1];
  if (stream === 'messages' && row.at > from && row.at <= to) return true;
  return parent?.wire['enabled'] === false;
}

/** What changes less than this after its own time, every lookback finds; what is later, only one that rewrites. */
export const IN_TIME = DAY - 6 * HOUR;

/** Why a row may be missing, or in an older form; undefined: it may not. */
function excuse(
  { stream, row }: Expected,
  isThere: boolean,
  { scenario, failed, world, planned }: Ending,
): string | undefined {
  const { settings, lists } = scenario;
  const sources = [stream, ...(SOURCES[stream] ?? [])];
  const isDeaf = sources.some((name) => isPaged(name) && hasNoEnd(lists[name]));
  if (isDeaf && failed.includes(stream)) return 'cursors are not followed';
  if (stream === 'activities') {
    if (row.since - row.at > settings.activitiesLookbackHours * HOUR - 60) return 'later than the lookback';
    return row.isSkipped ? 'hidden by a deletion' : undefined;
  }
  if (stream !== 'messages') return undefined;
  const { at, lag } = row.changed;
  // Then the grace of five minutes is all there is.
  if (settings.messagesLookbackDays === 0 && (isThere || row.since - row.at > 250)) return 'no lookback';
  // A lookback reads a day more, so that no change is missed that was in time.
  const isOld =
    at - row.at > shortestLookbackDays(scenario) * DAY + DAY - HOUR &&
    !isLookedAtInTheEnd(row, planned, scenario);
  if (isOld && !isReadByMetric(row, scenario)) return 'changed after the lookback';
  // Nor does a run rewrite what lies before the last time, if its bookmark does not say when that was.
  const mayRewrite = settings.messagesRewriteDays > 0 && !scenario.dimensions.has('spoiled-bookmarks');
  const isRewritten = scenario.dimensions.has('late-messages') && mayRewrite;
  const isLate = isThere || !mayRewrite;
  if (isLate && lag > IN_TIME && !isRewritten) return 'late metric';
  const isByOffset = mayReadByMetric(scenario) || isReadByOffset(row, world, scenario);
  return row.isSkipped && isByOffset ? 'hidden by a deletion' : undefined;
}

/** The shortest lookback that the user has set for a run: what it did not reach, no later one looks for. */
function shortestLookbackDays({ settings, runs }: Scenario): number {
  const days = [settings, ...runs.map((run) => run.settings)].map((one) => one.messagesLookbackDays);
  return Math.min(...days.filter((day) => day > 0));
}

/** Whether the last lookback has read a message, whatever the ones before have reached. */
function isLookedAtInTheEnd({ at }: Row, planned: number, scenario: Scenario): boolean {
  const { settings, dimensions } = scenario;
  // What is void in a bookmark may have taken the lookback's time from it; of short runs the last may end what one before began.
  const isKnown =
    !dimensions.has('spoiled-bookmarks') && !dimensions.has('short-runs') && !mayReadByMetric(scenario);
  return isKnown && at > planned - settings.messagesLookbackDays * DAY - DAY + HOUR;
}

/** Whether what changes late may have been read by metric in some run. */
export function mayReadByMetric({ runs, metricWindow, settings }: Scenario): boolean {
  const isEver = metricWindow === 'metric' || runs.some((run) => run.metricWindow === 'metric');
  return isEver && settings.messagesLateMetrics !== 'lookback' && settings.streams.includes('messages');
}

/** Whether the last change of a message had to be read by its metric, however old the message. */
function isReadByMetric({ changed }: Row, { settings, dimensions }: Scenario): boolean {
  const { metric = '', lag } = changed;
  return (
    settings.messagesLateMetrics === 'by_metric' &&
    !dimensions.has('changing-settings') &&
    ['opened', 'clicked', 'delivered'].includes(metric) &&
    !(metric === 'clicked' && dimensions.has('refused-metric')) &&
    lag <= 18 * HOUR
  );
}

/** Messages that are read by their cursors: they are not newest first, or lie in or just below a second that fills pages. */
function isReadByOffset({ at }: Row, world: World, { order, lists, dimensions }: Scenario): boolean {
  // Pages of a single record: nothing tells in which second to go on.
  if (dimensions.has('sparse-pages')) return true;
  const messages = world.list('messages');
  const above = Math.min(...messages.flatMap((row) => (row.at > at ? [row.at] : [])));
  // One less: the one that was deleted.
  const fillsPage = (second: number) =>
    messages.filter((row) => row.at === second).length >= lists.messages.pageSize - 1;
  return order.messages !== 'newest first' || fillsPage(at) || fillsPage(above);
}

/** Each period that the API counts must be there for each parent, with the number of that very period. */
export function findWrongMetrics(ending: Ending): string[] {
  const { scenario, world } = ending;
  const { streams } = scenario.settings;
  return [
    ...(hasNoEnd(scenario.lists.newsletters)
      ? []
      : OF_NEWSLETTERS.filter(([stream]) => streams.includes(stream)).flatMap(([stream, column]) =>
          metricsOf({ stream, column, zone: 'eastern', counted: countedBy(stream, world) }, ending),
        )),
    ...(streams.includes('campaign_metrics')
      ? metricsOf(
          { stream: 'campaign_metrics', column: 'sent', zone: 'UTC', counted: countedBy('campaigns', world) },
          ending,
        )
      : []),
  ];
}

/** Streams that count what belongs to newsletters, each with a column of counts. */
const OF_NEWSLETTERS = [
  ['newsletter_metrics', 'sent'],
  ['newsletter_content_metrics', 'sent'],
  ['newsletter_content_link_metrics', 'clicked'],
] as const;

/** What a stream counts, as long as it does. */
interface CountedRow {
  readonly row: Row;
  readonly key: string;
  /** The end of the time in which it changes, in unix seconds. */
  readonly until: number;
}

function countedBy(stream: string, world: World): CountedRow[] {
  if (stream === 'campaigns')
    return world.list(stream).map((row) => ({ row, key: row.id, until: Number.POSITIVE_INFINITY }));
  return world.list('newsletters').flatMap((row): CountedRow[] => {
    const { sent_at: sent = Number.POSITIVE_INFINITY } = row.wire;
    if (sent === null) return [];
    const until = Number(sent) + 183 * DAY;
    if (stream === 'newsletter_metrics') return [{ row, key: row.id, until }];
    return world.list('newsletter_contents', row).map((content) => {
      const key = `${row.id}/${content.id}`;
      return { row: content, key: stream.includes('link') ? `${key}/${content.id}` : key, until };
    });
  });
}

const PERIODS: Readonly<Record<Length, number>> = { days: 40, weeks: 11, months: 6 };

/** The stream that holds the counts of some rows. */
interface Counts {
  readonly stream: string;
  readonly column: string;
  readonly zone: 'eastern' | 'UTC';
  readonly counted: readonly CountedRow[];
}

function metricsOf(
  { stream, column, zone, counted }: Counts,
  { world, scenario, target, planned }: Ending,
): string[] {
  const { settings, growth, start, dimensions } = scenario;
  const { resolution: length } = settings;
  const anchorDays = settings.anchorDays ?? (dimensions.has('changing-settings') ? 10 : 300);
  const anchor = start - (dimensions.has('changing-settings') ? Math.min(10, anchorDays) : anchorDays) * DAY;
  const numberOf = zone === 'UTC' ? utcNumber : easternNumber;
  const current = numberOf(length, planned);
  // The state of another workspace says that what ended before it was read.
  const first = dimensions.has('foreign-state') ? numberOf(length, start + HOUR) : 0;
  const count = Math.min(PERIODS[length], MOST_STEPS[length]);
  const table = target.rowsOf(stream);
  const problems: string[] = [];
  for (const { row, key, until } of counted) {
    const { id, since, rank } = row;
    for (let number = Math.max(first, current - count + 1); number <= current; number += 1) {
      const begin = beginOf(length, zone, number);
      // What was made later had no counts then. The period in which reading begins is read whole.
      const made = rank <= world.populated && !dimensions.has('changing-settings') ? 0 : since;
      if (beginOf(length, zone, number + 1) <= Math.max(anchor, made) || begin > until) continue;
      const instant = new Date(begin * 1000).toISOString().replace('.000Z', 'Z');
      const stored = table.get(`${key}/${length}/${instant}`)?.record[column];
      const right = countOf({ id: Number(id), now: world.frozenAt, growth }, length, zone, number);
      if (stored !== right) problems.push(`metrics: ${stream} ${key} ${instant} ${stored}, not ${right}`);
    }
  }
  for (const [key, { record }] of table) {
    const opened = record['opened'] ?? null;
    if (opened !== null && opened !== Number(record['sent']) + 1)
      problems.push(`metrics of another period: ${key}`);
    // Of a wrong date of the API's own, nothing can be said.
    if (!hasOddDates(dimensions) && Date.parse(String(record['period_start'])) / 1000 > world.now)
      problems.push(`metrics of a period to come: ${key}`);
  }
  return problems;
}

/** Numbers of other periods than those by which they are labelled, whatever they have grown to. */
export function findMislabelled(target: SimulatedTarget): string[] {
  return [...target.rowsOf('newsletter_metrics')].flatMap(([key, { record }]) => {
    const { sent, resolution, newsletter_id: id, period_start: start } = record;
    if (resolution !== 'days' && resolution !== 'weeks' && resolution !== 'months') return [];
    const number = easternNumber(resolution, Date.parse(String(start)) / 1000);
    const base = countOf({ id: Number(id), now: 0, growth: -1 }, resolution, 'eastern', number);
    const isRight = sent === null || Math.floor(Number(sent) / 100) * 100 === base;
    return isRight ? [] : [`number of another period: ${key} ${sent}`];
  });
}

/** Rows that the target still holds though they are gone, of streams that were whole in the last runs. */
export function findStale({ world, scenario, target, planned }: Ending): string[] {
  const { settings } = scenario;
  if (!settings.emitsVersions || scenario.batchSize !== undefined) return [];
  const whole = settings.streams.filter((stream) => isPlain(stream) && mayBeWhole(stream, world, scenario));
  const there = new Set(expectedRows(world).map(({ stream, key }) => `${stream}/${key}`));
  return whole.flatMap((stream) =>
    [...target.rowsOf(stream)]
      // A clock that was ahead has given a version that no later one removes, where the state has forgotten it.
      .filter(([, { version = 0 }]) => version <= planned * 1000 || !mayForget(scenario))
      .map(([key]) => `${stream}/${key}`)
      .filter((key) => !there.has(key))
      .map((key) => `stays though gone: ${key}`),
  );
}

/** The streams that each is read below, as far as their verdicts are its own, too. */
const ABOVE: Readonly<Record<string, readonly string[]>> = {
  segment_membership: ['segments'],
  segment_usage: ['segments'],
  people: ['people_identifiers'],
  object_identifiers: ['object_types'],
  objects: ['object_types', 'object_identifiers'],
  object_relationships: ['object_types', 'object_identifiers'],
  broadcast_triggers: ['broadcasts'],
  broadcast_trigger_errors: ['broadcasts', 'broadcast_triggers'],
};

/**
 * Streams that were read whole while nothing changed, in one run or in several, and yet count as partial: rows that are gone
 * would stay for ever.
 */
export function findPart({
  world,
  result,
  passes,
  startedAt,
}: {
  world: World;
  result: Pick<EngineRun, 'ended'>;
  /** When each stream's pass began. */
  passes: ReadonlyMap<string, number>;
  /** When the run began. */
  startedAt: number;
}): string[] {
  const { scenario } = world;
  const stillSince = isAlwaysStill(scenario) ? scenario.start : world.isFrozen ? world.frozenAt : undefined;
  if (stillSince === undefined) return [];
  // A cursor that was forgotten begins a parent anew, under children that go on.
  if (scenario.states !== 'overwrite' || scenario.cursorLife !== undefined) return [];
  return (
    [...result.ended]
      .filter(([stream, missing]) => missing !== '' && isPlain(stream) && mayBeWhole(stream, world, scenario))
      .filter(([stream]) =>
        [stream, ...(ABOVE[stream] ?? [])].every((name) => (passes.get(name) ?? stillSince) >= stillSince),
      )
      // Segments may be counted again while one run reads their members, and be finished before the next one ends.
      .filter(
        ([stream, missing]) =>
          !(stream === 'segment_membership' && missing === 'unproved' && passes.get(stream) !== startedAt),
      )
      .map(([stream, missing]) => `partial though nothing changed: ${stream}: ${missing}`)
  );
}

/** Dimensions in which a world stays as it is, if nothing comes and goes. */
const STILL: ReadonlySet<Dimension> = new Set<Dimension>([
  'repeated-keys',
  'laps',
  'private-state',
  'disorder',
  'metric-windows',
  'growing-metrics',
  'short-runs',
  'sparse-pages',
  'clumped-messages',
  'opaque-messages',
  'archive',
  'many-objects',
  'long-lists',
  'same-errors',
  'many-streams',
  'late-answers',
  'ended-at-once',
  'small-chunks',
  'still',
  'tens-of-objects',
]);

/** Whether nothing changes, and nothing fails, from the beginning. */
function isAlwaysStill(scenario: Scenario): boolean {
  return isUndisturbed(scenario, STILL) && scenario.changes === 'none';
}

/** Whether a story has these dimensions and no others, and no answer fails. */
export function isUndisturbed(
  { dimensions, faults, largestPage }: Scenario,
  allowed: ReadonlySet<Dimension>,
): boolean {
  return [...dimensions].every((name) => allowed.has(name)) && faults === 0 && largestPage === undefined;
}

/** Streams that were activated with a lower version than a row has carried: it would stay though it is gone. */
export function findOutlived(outlived: readonly string[], scenario: Scenario): string[] {
  return mayForget(scenario)
    ? []
    : outlived.map((stream) => `activated with an earlier version than before: ${stream}`);
}

/** Whether a state may lack what a run has saved, or is another's. */
export function mayForget({ runs, states, dimensions }: Scenario): boolean {
  const isReplaced = (['foreign-state', 'damaged-state'] as const).some((name) => dimensions.has(name));
  return isReplaced || states !== 'overwrite' || runs.some(({ isFullRefresh }) => isFullRefresh);
}

function isPlain(stream: string): boolean {
  return stream !== 'messages' && stream !== 'activities' && !stream.endsWith('_metrics');
}

/** Streams whose lists end by leading back to page one: their end proves nothing. */
export function leadingBack(world: World, { lists, settings }: Scenario): string[] {
  return ROOTS_IN_PAGES.filter(
    (name) =>
      settings.streams.includes(name) &&
      leadsBack(lists[name]) &&
      world.list(name).length > lists[name].pageSize,
  );
}

/** Whether a list in pages does not follow its cursors, or always leads on. */
export function hasNoEnd({ cursors }: ListBehaviour): boolean {
  return cursors === 'deaf' || cursors === 'endless';
}

/** Whether the last page of a list names the first one as the next. */
function leadsBack({ cursors, hasTokenAtEnd }: ListBehaviour): boolean {
  return cursors === 'restarting' && hasTokenAtEnd;
}

const ROOTS_IN_PAGES = ['newsletters', 'people_identifiers'] as const;

/** What each stream is read from, its parents first. */
export const SOURCES: Readonly<Record<string, readonly string[]>> = {
  segment_membership: ['segments', 'segment_membership'],
  people: ['people_identifiers'],
  object_identifiers: ['object_identifiers'],
  objects: ['object_identifiers'],
  object_relationships: ['object_identifiers', 'object_relationships'],
  broadcast_trigger_errors: ['broadcast_trigger_errors'],
};

/** How many pages of activities a lookback may ask for, at most; undefined where that is the whole list. */
export function mostPagesOfLookback(
  { world, scenario, planned }: Ending,
  before: number,
): number | undefined {
  const { settings, lists, order, jitter, dimensions } = scenario;
  const { activities } = lists;
  // A list whose end proves nothing is read whole in every run; pages that lack rows are more than can be counted here.
  const isInOrder = order.activities === 'newest first' || (order.activities === 'jittered' && jitter <= 600);
  if (!isInOrder || mayNotProve(activities)) return undefined;
  if (dimensions.has('sparse-pages')) return undefined;
  // Much that comes while a list is read makes it look out of order; what is dated ahead is no bookmark.
  if (
    (['imports', 'bursts', 'dated-ahead', 'page-one', 'early-laps'] as const).some((name) =>
      dimensions.has(name),
    )
  )
    return undefined;
  const rows = world.list('activities');
  // The newest record before the last lookback less an hour, and the lookback less the setting; both less what the list is
  // out of order: 20 minutes, and some time to spare.
  const last = Math.min(before, planned);
  const newest = Math.max(0, ...rows.flatMap(({ at }) => (at <= last ? at : [])));
  const since = Math.min(last - settings.activitiesLookbackHours * HOUR, newest - HOUR) - 2 * HOUR;
  const needed = Math.ceil(rows.filter(({ at }) => at >= since).length / activities.pageSize) + 5;
  return rows.length / activities.pageSize > needed * 2 ? needed : undefined;
}

/** The metrics by which the tap reads, each with a request of its own. */
export const METRICS = [
  ...['sent', 'delivered', 'opened', 'clicked', 'converted', 'bounced'],
  ...['spammed', 'unsubscribed', 'dropped', 'failed', 'undeliverable'],
];

/**
 * How many requests by metric a run may make: the pages of each metric since a day before the last run, one more where it is
 * empty, and some where the end of the list is in doubt. Undefined where the run or one before it need not read by metric, or
 * where pages fail or lack records.
 */
export function mostRequestsByMetric({ world, scenario, planned }: Ending): number | undefined {
  const { settings, lists, metricWindow, largestPage, dimensions } = scenario;
  const isAlways = metricWindow === 'metric' && !dimensions.has('changing-settings');
  const isOdd = (['sparse-pages', 'page-one', 'spoiled-bookmarks', 'refused-metric'] as const).some((name) =>
    dimensions.has(name),
  );
  const isByMetric = isAlways && settings.messagesLateMetrics === 'by_metric' && !isOdd;
  const { pageSize, hasTokenAtEnd } = lists.messages;
  // Each piece of a series has an end of its own. What ends by leading back does not count as read.
  const isUnproved = mayNotProve(lists.messages);
  // What is read seldom is read in several pieces.
  const isSeldom = settings.lookbackIntervalHours > 24;
  if (!isByMetric || isSeldom || largestPage !== undefined || settings.windowDays < 7 || isUnproved)
    return undefined;
  const since = planned - DAY - HOUR;
  return METRICS.reduce((sum, metric) => {
    const found = world.list('messages').filter(({ wire }) => Object(wire['metrics'])[metric] >= since);
    const doubts = hasTokenAtEnd ? 3 : found.length === 0 ? 1 : 0;
    return sum + Math.max(1, Math.ceil(found.length / pageSize)) + doubts;
  }, 0);
}

/**
 * Tells whether a run must have read by metric: the API has always listed so, and the run before has met a message with a metric
 * later than its creation, by which this one can see that.
 */
export function mustReadByMetric({ world, scenario, target, planned }: Ending, next: number): boolean {
  const { settings, lists, runs, metricWindow, dimensions } = scenario;
  const isAlways = metricWindow === 'metric' && runs.every((run) => run.metricWindow === 'metric');
  // The sample may be one by which the API refuses to list.
  const mayLookBack =
    settings.messagesLookbackDays > 0 &&
    !dimensions.has('changing-settings') &&
    !dimensions.has('refused-metric');
  if (!isAlways || !mayLookBack || mayNotProve(lists.messages)) return false;
  if (settings.messagesLateMetrics !== 'auto' || !settings.streams.includes('messages')) return false;
  const table = target.rowsOf('messages');
  return world
    .list('messages')
    .filter(({ id }) => {
      const { loadedAt = 0 } = table.get(id) ?? {};
      return loadedAt >= planned && loadedAt < next;
    })
    .some(({ at, wire }) => METRICS.some((name) => Number(Object(wire['metrics'])[name]) > at + 1));
}

export function mayNotProve(list: ListBehaviour): boolean {
  return hasNoEnd(list) || leadsBack(list);
}

/** Whether nothing keeps a stream from being whole once nothing changes. */
function mayBeWhole(stream: string, world: World, { lists }: Scenario): boolean {
  const isOfObjects = stream.startsWith('object') && stream !== 'object_types';
  if (isOfObjects && world.list('object_types').some(({ wire }) => wire['enabled'] === false)) return false;
  return (SOURCES[stream] ?? [stream]).every((name) => {
    if (!isPaged(name)) return true;
    return !mayNotProve(lists[name]);
  });
}

function isPaged(name: string): name is PagedName {
  return PAGED_NAMES.has(name);
}

const PAGED_NAMES: ReadonlySet<string> = new Set(PAGED);

/** Streams that fail since their list does not follow cursors, and those that may fail with them. */
export function deafStreams(world: World, { lists, settings }: Scenario): { must: string[]; may: string[] } {
  const deaf: readonly string[] = PAGED.filter((name) => hasNoEnd(lists[name]));
  const must = ROOTS_IN_PAGES.filter(
    (name) =>
      settings.streams.includes(name) &&
      deaf.includes(name) &&
      world.list(name).length > lists[name].pageSize,
  );
  const children = Object.entries(SOURCES).flatMap(([name, sources]) =>
    sources.some((source) => deaf.includes(source)) ? [name] : [],
  );
  const metrics = deaf.includes('newsletters') ? OF_NEWSLETTERS.map(([stream]) => stream) : [];
  return { must, may: [...deaf, ...children, ...metrics] };
}
