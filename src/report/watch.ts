import type { ClientEvents } from '../http/client.ts';
import type { LiveLine } from '../log/live-line.ts';
import type { Log } from '../log/log.ts';
import type { Verdict } from '../partial-reason.ts';
import type { State } from '../singer/state.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import type { SyncEvents } from '../sync-events.ts';
import type { TapError } from '../tap-error.ts';
import { measureExtents } from './extent.ts';
import { createProgress } from './progress.ts';
import { startRecordCounts } from './record-counts.ts';
import { type Summary, summarise } from './summary.ts';
import { summaryLines } from './summary-table.ts';
import { createTally, cutWait, type StreamTally } from './tally.ts';
import { watchRequests } from './watch-requests.ts';

/** Interval at which the live line is drawn. */
const DRAW_INTERVAL_MS = 200;

/** The level that leads each line of the summary. */
const LEAD = 'INFO '.length;

/** Watches a run: logs retries, writes metrics, draws the live line and counts for the summary. */
export interface Watch {
  readonly client: ClientEvents;
  readonly sync: SyncEvents & {
    onStreamEnd(stream: string, failure: TapError | undefined, verdict?: Verdict): void;
  };
  /** Streams of the plan that are incomplete, in its order. */
  incomplete(): StreamTally[];
  /** Ends the watching: writes the last counts, and the summary, which it returns. */
  end(): Summary;
}

/** Options of the watching. */
export interface WatchOptions {
  streams: readonly PlannedStream[];
  state: State;
  log: Log;
  /** Only where a person looks at a terminal. */
  live: LiveLine | undefined;
  /** Tells whether the reader of stdout has to catch up first. */
  isReaderBehind: () => boolean;
  /** The limit from which the time left is estimated. */
  requestsPerSecond: number;
  /** The time from which a first run reads messages, in unix seconds. */
  messagesFrom: number;
  /** Unix milliseconds. */
  now: () => number;
}

/** Starts watching a run. */
export function watch(options: WatchOptions): Watch {
  const { streams, state, log, live, now } = options;
  const startedMs = now();
  const tallies = streams.map((stream) => createTally(stream, state));
  const underWay = () =>
    tallies.filter(({ startedMs, endedMs }) => startedMs !== undefined && endedMs === undefined);
  const counts = startRecordCounts(underWay, log);
  const progress = createProgress(now, options.requestsPerSecond);
  let allRequests = 0;
  const requests = watchRequests({
    byPath: tallyByPath(streams, tallies),
    log,
    onRequest() {
      allRequests += 1;
      progress.countRequest();
    },
    now,
  });
  const measure = measureExtents(streams, tallies, options);
  const draw = (line: LiveLine) => {
    measure();
    line.show(
      progress.describe(tallies, { isReaderBehind: options.isReaderBehind(), waits: requests.waits }),
    );
  };
  const drawing = live && setInterval(draw, DRAW_INTERVAL_MS, live).unref();

  return {
    client: requests.events,
    sync: watchStreams(tallies, { log, now, writeCount: counts.write }),
    incomplete: () => tallies.filter(({ failure }) => failure),
    end() {
      clearInterval(drawing);
      live?.clear();
      counts.end();
      for (const tally of tallies) cutWait(tally, now());
      const summary = summarise(tallies, { startedMs, nowMs: now(), requests: allRequests });
      const width = live && live.columns > 0 ? live.columns - LEAD : undefined;
      for (const line of summaryLines(summary, width)) log.info(line);
      return summary;
    },
  };
}

/** The tally that a request counts for, by its path. A parent that is read for its children alone has none. */
function tallyByPath(
  streams: readonly PlannedStream[],
  tallies: readonly StreamTally[],
): ReadonlyMap<string, StreamTally> {
  // What is asked for to compare counts belongs to the stream that is counted, unless a stream reads it itself.
  const counters = streams.flatMap(({ name, definition: { counter } }): [string, StreamTally][] => {
    const tally = tallies.find((one) => one.name === name);
    return counter && tally ? [[counter.path, tally]] : [];
  });
  return new Map([...counters, ...tallies.map((tally): [string, StreamTally] => [tally.path, tally])]);
}

/** Puts what a sync reports into the tallies of its streams. */
function watchStreams(
  tallies: readonly StreamTally[],
  { log, now, writeCount }: { log: Log; now: () => number; writeCount: (tally: StreamTally) => void },
): Watch['sync'] {
  const byName = new Map(tallies.map((tally) => [tally.name, tally]));
  return {
    onStreamStart(name) {
      const tally = byName.get(name);
      if (tally) tally.startedMs = now();
    },
    onRecords(name, records, oldest = Number.POSITIVE_INFINITY) {
      const tally = byName.get(name);
      if (!tally) return;
      tally.records += records;
      const least = Math.min(tally.oldest ?? Number.POSITIVE_INFINITY, oldest);
      if (Number.isFinite(least)) tally.oldest = least;
    },
    onExtent(name, done, all) {
      const tally = byName.get(name);
      if (tally) tally.extent = { done, all };
    },
    onNewField(name, field) {
      byName.get(name)?.newFields.push(field);
    },
    onStreamEnd(name, failure, verdict = { whole: true }) {
      const tally = byName.get(name);
      if (!tally) return;
      const endedMs = now();
      Object.assign(tally, { endedMs, failure, verdict });
      writeCount(tally);
      log.metric({
        type: 'timer',
        metric: 'sync_duration',
        value: (endedMs - (tally.startedMs ?? endedMs)) / 1000,
        tags: { stream: name, status: failure ? 'failed' : 'succeeded' },
      });
    },
  };
}
