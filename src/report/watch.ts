import type { ClientEvents } from '../http/client.ts';
import type { LiveLine } from '../log/live-line.ts';
import type { Log } from '../log/log.ts';
import type { State } from '../singer/state.ts';
import type { PlannedStream } from '../sync/plan.ts';
import type { SyncEvents } from '../sync/run.ts';
import { createProgress } from './progress.ts';
import { createTally, cutWait, type StreamTally, summarise } from './tally.ts';
import { watchRequests } from './watch-requests.ts';

/** How often record counts are written; as singer-python's counters do. */
const COUNT_INTERVAL_MS = 60_000;

/** How often the live line is drawn. */
const DRAW_INTERVAL_MS = 200;

/** Watches a run: tells retries, writes metrics, draws the live line and counts for the summary. */
export interface Watch {
  readonly client: ClientEvents;
  readonly sync: SyncEvents;
  /** Streams of the plan that are incomplete, in its order. */
  incomplete(): StreamTally[];
  /** Ends the watching: the last counts, and a summary of each stream that has begun. */
  end(): void;
}

/** What is watched. */
export interface WatchOptions {
  streams: readonly PlannedStream[];
  state: State;
  log: Log;
  /** Only where a person looks at a terminal. */
  live: LiveLine | undefined;
  /** Whether the reader of stdout has to catch up first. */
  isReaderBehind: () => boolean;
  /** Unix milliseconds. */
  now: () => number;
}

/** Starts watching a run. */
export function watch({ streams, state, log, live, isReaderBehind, now }: WatchOptions): Watch {
  const tallies = streams.map((stream) => createTally(stream, state));
  const byName = new Map(tallies.map((tally) => [tally.name, tally]));
  // A parent that is read for its children alone costs requests, too, but has no tally of its own.
  const byPath = new Map([
    // What is asked for to compare counts belongs to the stream that is counted, unless a stream reads it itself.
    ...streams.flatMap(({ name, definition: { counter } }): [string, StreamTally][] => {
      const tally = byName.get(name);
      return counter && tally ? [[counter.path, tally]] : [];
    }),
    ...tallies.map((tally): [string, StreamTally] => [tally.path, tally]),
  ]);
  const written = new Map<string, number>();
  const writeCount = ({ name, path, records }: StreamTally) => {
    const value = records - (written.get(name) ?? 0);
    written.set(name, records);
    log.metric({ type: 'counter', metric: 'record_count', value, tags: { stream: name, endpoint: path } });
  };
  const underWay = () =>
    tallies.filter(({ startedMs, endedMs }) => startedMs !== undefined && endedMs === undefined);
  const counting = setInterval(() => underWay().forEach(writeCount), COUNT_INTERVAL_MS).unref();

  const progress = createProgress(now);
  const requests = watchRequests({ byPath, log, onRequest: progress.countRequest, now });
  const drawing =
    live &&
    setInterval(() => {
      live.show(
        progress.describe(tallies, {
          inFlight: requests.inFlight,
          isReaderBehind: isReaderBehind(),
          waits: requests.waits,
        }),
      );
    }, DRAW_INTERVAL_MS).unref();

  return {
    client: requests.events,
    sync: {
      onStreamStart(name) {
        const tally = byName.get(name);
        if (tally) tally.startedMs = now();
      },
      onRecords(name, records) {
        const tally = byName.get(name);
        if (tally) tally.records += records;
      },
      onStreamEnd(name, failure) {
        const tally = byName.get(name);
        if (!tally) return;
        tally.endedMs = now();
        tally.failure = failure;
        writeCount(tally);
        log.metric({
          type: 'timer',
          metric: 'sync_duration',
          value: (tally.endedMs - (tally.startedMs ?? tally.endedMs)) / 1000,
          tags: { stream: name, status: failure ? 'failed' : 'succeeded' },
        });
      },
    },
    incomplete: () => tallies.filter(({ failure }) => failure),
    end() {
      clearInterval(counting);
      clearInterval(drawing);
      live?.clear();
      underWay()
        .filter(({ name, records }) => records > (written.get(name) ?? 0))
        .forEach(writeCount);
      for (const tally of tallies) {
        cutWait(tally, now());
        if (tally.requests > 0 || tally.endedMs !== undefined) log.of(tally.name).info(summarise(tally));
      }
    },
  };
}
