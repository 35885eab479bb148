import { openBookmark } from '../bookmarks/bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import { keyLengths } from '../partitions/key-lengths.ts';
import type { ContextSource } from '../partitions/parent-link.ts';
import type { LargeParent, ParentPages } from '../partitions/parent-page.ts';
import { toPartitions } from '../partitions/to-partitions.ts';
import { createFullTableReader, FULL_TABLE_KEYS, readVersion } from '../replication/full-table.ts';
import { withLateMetrics } from '../replication/late-metrics.ts';
import { createNewestFirstReader } from '../replication/newest-first.ts';
import {
  createPeriodsReader,
  type PeriodsFromOptions,
  periodsFrom,
  periodsProgress,
} from '../replication/periods.ts';
import { type GivenProgress, readProgress } from '../replication/progress-bookmark.ts';
import type { Reader } from '../replication/reader.ts';
import { createWindowsReader, type WindowsOptions } from '../replication/windows.ts';
import {
  isReadByPeriods,
  isReadByWindows,
  type PeriodsReplication,
  placeOf,
  type WindowsReplication,
} from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import type { StartedRun } from './run.ts';
import { givenBookmark } from './stream-state.ts';

/**
 * Time that the first run goes back where the user has not said: activities and metrics a year, messages as far as the API
 * serves them in one span (docs/api-behaviour.md#29).
 */
const FIRST_SPAN_SECONDS = {
  newestFirst: 365 * DAY_SECONDS,
  windows: 183 * DAY_SECONDS,
  periods: 365 * DAY_SECONDS,
};

/** Part of a run that decides what is read. */
export type ReaderRun = Pick<
  StartedRun,
  'state' | 'options' | 'startedAt' | 'readUntil' | 'isDated' | 'digest' | 'keyDigest'
>;

/** Input of {@link prepareReader}. */
export interface ReaderOptions {
  readonly stream: PlannedStream;
  readonly source: ContextSource;
  readonly isParent: boolean;
  /** The pass over it, if it is a large parent. */
  readonly large: LargeParent | undefined;
  /** Counts its pages, for those that are read for its records. */
  readonly parentPages: ParentPages;
  readonly keyOf: (record: JsonObject) => string | undefined;
  /** True if late changes are read by metric. */
  readonly isByMetric?: boolean;
  readonly run: ReaderRun;
}

/** Makes the reader that a stream's replication asks for. */
export function prepareReader(options: ReaderOptions): Reader {
  const { stream, source, keyOf, run } = options;
  const { replication } = stream.definition;
  if (replication.method === 'FULL_TABLE') return prepareFullTable(options);
  const common = commonOptions(stream, run);
  if (isReadByPeriods(replication))
    return createPeriodsReader({
      ...common,
      ...periodsOptions(stream, replication, run),
      ...keyLengths(stream.definition, source.large?.role),
      groups: source.groups,
      large: source.large,
    });
  if (isReadByWindows(replication)) {
    const windows = { ...windowsOptions(stream, replication, run), isByMetric: options.isByMetric ?? false };
    return withLateMetrics(createWindowsReader(windows), windows);
  }
  return createNewestFirstReader({
    ...common,
    replication,
    // A clock that may be a year ahead leaves nothing out.
    anchor: run.isDated ? anchorOf('newestFirst', run) : (run.options.anchor ?? 0),
    lookbackSeconds: run.options.activitiesLookbackSeconds,
    keyOf,
  });
}

function commonOptions({ name, isFullTableAsked }: PlannedStream, run: ReaderRun) {
  return {
    bookmark: givenBookmark(name, run),
    now: run.startedAt,
    readUntil: run.readUntil,
    isDated: run.isDated,
    digest: run.digest,
    lookbackIntervalSeconds: run.options.lookbackIntervalSeconds,
    isFullTableAsked,
    concurrency: run.options.maxConcurrency,
  };
}

/** What decides how a stream is read by spans of time, and which of its lookbacks are due. */
export function windowsOptions(
  stream: PlannedStream,
  replication: WindowsReplication,
  run: ReaderRun,
): Omit<WindowsOptions, 'isByMetric'> {
  return {
    ...commonOptions(stream, run),
    replication,
    from: anchorOf('windows', run),
    longestSeconds: run.options.windowSeconds,
    lookbackSeconds: run.options.messagesLookbackSeconds,
    rewriteIntervalSeconds: run.options.messagesRewriteSeconds,
  };
}

/** From where on a stream of periods is read, in unix seconds. */
export function readingStart(stream: PlannedStream, run: ReaderRun): number {
  const { replication } = stream.definition;
  if (!isReadByPeriods(replication)) throw new Error(`${stream.name} is not read by periods`);
  return periodsFrom(periodsOptions(stream, replication, run));
}

/** Returns the interrupted pass of a large parent, or of a stream that is read with it, if its reader can go on with it. */
export function progressWithLarge(
  stream: PlannedStream,
  role: LargeParent['role'],
  run: ReaderRun,
): GivenProgress | undefined {
  const { name, definition } = stream;
  const lengths = keyLengths(definition, role);
  if (isReadByPeriods(definition.replication))
    return periodsProgress({ ...periodsOptions(stream, definition.replication, run), ...lengths });
  const now = run.startedAt;
  const values = openBookmark(givenBookmark(name, run), { known: FULL_TABLE_KEYS, former: [], now });
  return readProgress(values, { ...lengths, now });
}

function periodsOptions(
  { name, definition, isFullTableAsked }: PlannedStream,
  replication: PeriodsReplication,
  run: ReaderRun,
): PeriodsFromOptions {
  return {
    bookmark: givenBookmark(name, run),
    replication,
    resolution: run.options.metricsResolution,
    anchor: run.options.anchor,
    firstSeconds: FIRST_SPAN_SECONDS.periods,
    lookbackSeconds: run.options.metricsLookbackSeconds,
    now: run.startedAt,
    readUntil: run.readUntil,
    isFullTableAsked,
    ...keyLengths(definition, undefined),
  };
}

/** Returns the start of the first run, in unix seconds. */
export function anchorOf(
  kind: keyof typeof FIRST_SPAN_SECONDS,
  { options, startedAt }: Pick<ReaderRun, 'options' | 'startedAt'>,
): number {
  return Math.floor(options.anchor ?? startedAt - FIRST_SPAN_SECONDS[kind]);
}

function prepareFullTable(options: ReaderOptions): Reader {
  const { stream, source, isParent, large, parentPages, run } = options;
  const { definition, isSelected } = stream;
  const { emitActivateVersion, maxConcurrency, peopleSegmentId } = run.options;
  const bookmark = givenBookmark(stream.name, run);
  const nextVersion = Math.max(run.startedAt * 1000, (readVersion(bookmark) ?? 0) + 1);
  const { narrowed } = definition;
  const variants =
    narrowed && isNarrowed(stream, run) ? [{ post: narrowed.post }] : (definition.variants ?? [{}]);
  const pass = large ?? source.large;
  const hasPositions = placeOf(definition) === undefined;
  return createFullTableReader({
    bookmark,
    groups: source.groups,
    partitionsOf: (context) => toPartitions(definition, variants, context, peopleSegmentId),
    ...keyLengths(definition, pass?.role),
    now: run.startedAt,
    hasReadAt: stream.hasReadAt,
    newVersion: isSelected && emitActivateVersion ? nextVersion : undefined,
    // What the children need must be complete, unless they go on where they were.
    isResumable: isSelected && (!isParent || pass !== undefined),
    hasPositions,
    // The pages of a large parent are counted in the order in which they come.
    // A partition that a later run cannot go on with must be done before others are begun.
    concurrency: variants.length > 1 || large !== undefined || !hasPositions ? 1 : maxConcurrency,
    large: pass,
    parentPages,
    digest: run.digest,
  });
}

/** Tells whether the user has asked for a part of the stream alone. */
export function isNarrowed(
  { definition }: Pick<PlannedStream, 'definition'>,
  { options }: Pick<ReaderRun, 'options'>,
): boolean {
  return definition.narrowed !== undefined && options.peopleSegmentId !== undefined;
}
