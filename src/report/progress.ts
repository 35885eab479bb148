import { count } from '../log/count.ts';
import { describeFailure, type Failure } from '../request-error.ts';
import { formatElapsed } from './elapsed.ts';
import { estimateLeft, shareOf } from './share.ts';
import type { StreamTally } from './tally.ts';

/** Time that the average of requests per second covers. */
const SPAN_MS = 5000;

/** Time that the target must have lagged behind before the line says so. */
const HELD_UP_MS = 1000;

/** A request that is sent again later. */
export interface Wait {
  /** The stream that it is of, if it is of one that is selected. */
  stream: string | undefined;
  failure: Failure;
  untilMs: number;
}

/** State of a run at the moment. */
export interface Activity {
  /** True if the program that reads stdout has to catch up first. */
  isReaderBehind: boolean;
  waits: Iterable<Wait>;
}

/** Puts the state of a run in one line. */
export interface Progress {
  countRequest(): void;
  /** The most important comes first: a narrow terminal cuts off what comes last. */
  describe(streams: readonly StreamTally[], activity: Activity): string;
}

/** Starts the clock; `now` in milliseconds. */
export function createProgress(now: () => number, requestsPerSecond: number): Progress {
  const startedMs = now();
  let requests = 0;
  let samples = [{ atMs: startedMs, requests: 0 }];
  let behindSinceMs: number | undefined;

  const perSecond = (atMs: number): number => {
    samples = [...samples.filter((sample) => sample.atMs >= atMs - SPAN_MS), { atMs, requests }];
    const first = samples[0] ?? { atMs, requests };
    return atMs > first.atMs ? ((requests - first.requests) * 1000) / (atMs - first.atMs) : 0;
  };

  /** Between two writes, every target lags behind for a moment. */
  const isHeldUp = ({ isReaderBehind }: Activity, atMs: number): boolean => {
    behindSinceMs = isReaderBehind ? (behindSinceMs ?? atMs) : undefined;
    return behindSinceMs !== undefined && atMs - behindSinceMs >= HELD_UP_MS;
  };

  return {
    countRequest() {
      requests += 1;
    },
    describe(streams, activity) {
      const atMs = now();
      const done = streams.filter(({ endedMs }) => endedMs !== undefined).length;
      const underWay = streams
        .filter(({ startedMs, endedMs }) => startedMs !== undefined && endedMs === undefined)
        .sort((a, b) => b.records - a.records);
      return [
        formatElapsed(atMs - startedMs),
        describeWait(activity, atMs),
        describeStream(underWay[0]),
        describeLeft(streams, requestsPerSecond),
        `${done}/${streams.length} streams`,
        isHeldUp(activity, atMs) ? 'waiting for the target' : `${perSecond(atMs).toFixed(1)} requests/s`,
        describeOthers(underWay.slice(1)),
      ]
        .filter((part) => part !== '')
        .join('  ');
    },
  };
}

/** The stream that has brought most, such as `messages: 12,000 records, 62%`; its name until some of it is known. */
function describeStream(stream: StreamTally | undefined): string {
  if (stream === undefined) return '';
  const share = shareOf(stream);
  const known = [
    stream.records === 0 ? '' : count(stream.records, 'record'),
    share === undefined ? '' : `${Math.floor(share * 100)}%`,
  ].filter((part) => part !== '');
  return known.length === 0 ? stream.name : `${stream.name}: ${known.join(', ')}`;
}

/** The time that the rest takes at the limit of requests, as far as it is known. */
function describeLeft(streams: readonly StreamTally[], requestsPerSecond: number): string {
  const left = estimateLeft(streams);
  if (left === undefined) return '';
  const time = formatElapsed(Math.ceil(left.requests / requestsPerSecond) * 1000);
  return `${left.isAll ? '' : 'at least '}${time} left`;
}

function describeOthers(others: readonly StreamTally[]): string {
  const [first, ...rest] = others;
  if (first === undefined) return '';
  return `also ${first.name}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
}

function describeWait({ waits }: Activity, atMs: number): string {
  const next = [...waits].filter(({ untilMs }) => untilMs > atMs).sort((a, b) => a.untilMs - b.untilMs)[0];
  if (!next) return '';
  const again = `again in ${Math.ceil((next.untilMs - atMs) / 1000)} s`;
  // The limit is the workspace's: no other stream goes on meanwhile.
  if (next.failure.status === 429) return `over the request limit, ${again}`;
  return `${next.stream === undefined ? '' : `${next.stream}: `}${describeFailure(next.failure)}, ${again}`;
}
