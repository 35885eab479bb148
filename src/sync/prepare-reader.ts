import type { JsonObject } from '../json/json-object.ts';
import type { Page, Partition } from '../pages/partition.ts';
import { type Context, fillBody } from '../replication/context.ts';
import { createFullTableReader, type LargePass, readVersion } from '../replication/full-table.ts';
import { createNewestFirstReader } from '../replication/newest-first.ts';
import type { ParentPage } from '../replication/parent-page.ts';
import { createPeriodsReader, type PeriodsFromOptions, periodsFrom } from '../replication/periods.ts';
import type { PreparedReader } from '../replication/reader.ts';
import { createWindowsReader } from '../replication/windows.ts';
import {
  isReadByPeriods,
  isReadByWindows,
  type PeriodsReplication,
  type StreamDefinition,
  type Variant,
} from '../streams/definition.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { keyLengthOf } from './large-pass.ts';
import type { Source } from './link.ts';
import type { PlannedStream } from './plan.ts';
import type { StartedRun } from './run.ts';

/**
 * How far the first run goes back where the user has not said: activities and metrics a year, messages as far as the API
 * serves them in one span (docs/api-behaviour.md#29).
 */
const FIRST_SPAN_SECONDS = {
  walk: 365 * DAY_SECONDS,
  windows: 183 * DAY_SECONDS,
  periods: 365 * DAY_SECONDS,
};

/** A prepared reader, and what follows from it for the run. */
export interface FinishableReader extends PreparedReader {
  /** Version of the records; undefined if ACTIVATE_VERSION will not follow. */
  readonly version: number | undefined;
  /** When a FULL_TABLE stream's reading began, in unix seconds. */
  readonly begun: number | undefined;
  /** The place of a page that was just written, for those that are read for its records. */
  parentPageOf(partition: Partition, page: Page): ParentPage;
  /** The bookmark once the stream has been read. */
  finished(isWhole: boolean): JsonObject;
}

/** What of a run decides what is read. */
export type ReaderRun = Pick<StartedRun, 'state' | 'options' | 'startedAt'>;

/** What a reader is made for. */
export interface ReaderOptions {
  readonly stream: PlannedStream;
  readonly source: Source;
  readonly isParent: boolean;
  /** The pass over it, if it is a large parent. */
  readonly large?: LargePass | undefined;
  readonly keyOf: (record: JsonObject) => string | undefined;
  readonly run: ReaderRun;
}

/** Makes the reader that a stream's replication asks for. */
export function prepareReader(options: ReaderOptions): FinishableReader {
  const { stream, source, keyOf, run } = options;
  const { replication } = stream.definition;
  if (replication.method === 'FULL_TABLE') return prepareFullTable(options);
  const { maxConcurrency: concurrency } = run.options;
  if (isReadByPeriods(replication)) {
    const from = periodsOptions(stream, replication, run);
    return unlinked(createPeriodsReader({ ...from, contexts: source.batches, concurrency }));
  }
  const common = {
    bookmark: run.state.bookmark(stream.name),
    now: run.startedAt,
    lookbackIntervalSeconds: run.options.lookbackIntervalSeconds,
    isFullTableAsked: stream.isFullTableAsked,
  };
  if (!isReadByWindows(replication)) {
    const lookbackSeconds = run.options.activitiesLookbackSeconds;
    const anchor = anchorOf('walk', run);
    return unlinked(createNewestFirstReader({ ...common, replication, anchor, lookbackSeconds, keyOf }));
  }
  return unlinked(
    createWindowsReader({
      ...common,
      replication,
      from: anchorOf('windows', run),
      longestSeconds: run.options.windowSeconds,
      lookbackSeconds: run.options.messagesLookbackSeconds,
      concurrency,
    }),
  );
}

/** From where on a stream of periods is read, in unix seconds. */
export function readingStart(stream: PlannedStream, run: ReaderRun): number {
  const { replication } = stream.definition;
  if (!isReadByPeriods(replication)) throw new Error(`${stream.name} is not read by periods`);
  return periodsFrom(periodsOptions(stream, replication, run));
}

function periodsOptions(
  { name, definition, isFullTableAsked }: PlannedStream,
  replication: PeriodsReplication,
  run: ReaderRun,
): PeriodsFromOptions {
  return {
    bookmark: run.state.bookmark(name),
    replication,
    resolution: run.options.metricsResolution,
    anchor: run.options.anchor,
    firstSeconds: FIRST_SPAN_SECONDS.periods,
    lookbackSeconds: run.options.metricsLookbackSeconds,
    now: run.startedAt,
    isFullTableAsked,
    keyLength: keyLengthOf(definition),
  };
}

/** Where the first run begins, in unix seconds. */
export function anchorOf(
  kind: keyof typeof FIRST_SPAN_SECONDS,
  { options, startedAt }: Pick<ReaderRun, 'options' | 'startedAt'>,
): number {
  return Math.floor(options.anchor ?? startedAt - FIRST_SPAN_SECONDS[kind]);
}

function prepareFullTable({ stream, source, isParent, large, run }: ReaderOptions): FinishableReader {
  const { definition, isSelected } = stream;
  const { emitActivateVersion, maxConcurrency, peopleSegmentId } = run.options;
  const bookmark = run.state.bookmark(stream.name);
  const nextVersion = Math.max(run.startedAt * 1000, (readVersion(bookmark) ?? 0) + 1);
  const { narrowed } = definition;
  const variants =
    narrowed && isNarrowed(stream, run) ? [{ post: narrowed.post }] : (definition.variants ?? [{}]);
  const pass = large ?? source.large;
  return createFullTableReader({
    bookmark,
    contexts: source.batches,
    partitionsOf: (context) => toPartitions(definition, variants, context, peopleSegmentId),
    keyLength: keyLengthOf(definition) + 1,
    now: run.startedAt,
    newVersion: emitActivateVersion ? nextVersion : undefined,
    // What the children need must be complete, unless they go on where they were.
    isResumable: isSelected && (!isParent || pass !== undefined),
    hasPositions: !('position' in definition.rows),
    concurrency: variants.length > 1 ? 1 : maxConcurrency,
    large: pass,
  });
}

/** Whether the user has asked for a part of the stream alone. */
export function isNarrowed(
  { definition }: Pick<PlannedStream, 'definition'>,
  { options }: Pick<ReaderRun, 'options'>,
): boolean {
  return definition.narrowed !== undefined && options.peopleSegmentId !== undefined;
}

/** The partitions of a context: one for each variant. */
function toPartitions(
  { post }: Pick<StreamDefinition, 'post'>,
  variants: readonly Variant[],
  { params, columns, key, keys }: Context,
  peopleSegmentId: number | undefined,
): Partition[] {
  const filling = {
    params: {
      ...params,
      ...(peopleSegmentId === undefined ? {} : { people_segment_id: String(peopleSegmentId) }),
    },
    ...(keys ? { keys } : {}),
  };
  return variants.map((variant, index) => {
    const body = variant.post ?? post;
    return {
      key: [...key, index],
      params,
      query: variant.query ?? {},
      ...(body === undefined ? {} : { body: fillBody(body, filling) }),
      columns,
      ...(keys ? { expected: keys.length } : {}),
      readsToEnd: true,
    };
  });
}

/** A reader of a stream that no other is read for, and that has no versions. */
function unlinked(
  prepared: PreparedReader & { finished?: (isWhole: boolean) => JsonObject },
): FinishableReader {
  return {
    finished: () => prepared.reader.bookmark(),
    ...prepared,
    version: undefined,
    begun: undefined,
    parentPageOf() {
      throw new Error('no stream is read for the records of this one');
    },
  };
}
