import { describeFailure, type Failure } from '../request-error.ts';
import type { StreamTally } from './tally.ts';

/** How much time the average of requests per second covers. */
const SPAN_MS = 5000;

/** A request that is sent again later. */
export interface Wait {
  /** The stream that it is of, if it is of one that is selected. */
  stream: string | undefined;
  failure: Failure;
  untilMs: number;
}

/** What a run is doing at the moment. */
export interface Activity {
  /** Requests that wait for their answer. */
  inFlight: number;
  isReaderBehind: boolean;
  waits: Iterable<Wait>;
}

/** Puts the state of a run in one line. */
export interface Progress {
  countRequest(): void;
  describe(streams: readonly StreamTally[], activity: Activity): string;
}

/** Starts the clock; `now` in milliseconds. */
export function createProgress(now: () => number): Progress {
  const startedMs = now();
  let requests = 0;
  let samples = [{ atMs: startedMs, requests: 0 }];

  const perSecond = (atMs: number): number => {
    samples = [...samples.filter((sample) => sample.atMs >= atMs - SPAN_MS), { atMs, requests }];
    const first = samples[0] ?? { atMs, requests };
    return atMs > first.atMs ? ((requests - first.requests) * 1000) / (atMs - first.atMs) : 0;
  };

  return {
    countRequest() {
      requests += 1;
    },
    describe(streams, activity) {
      const atMs = now();
      const done = streams.filter(({ endedMs }) => endedMs !== undefined).length;
      const [first, ...others] = streams
        .filter(({ startedMs, endedMs }) => startedMs !== undefined && endedMs === undefined)
        .sort((a, b) => b.records - a.records);
      // One is enough, and what a narrow terminal may cut off comes last.
      const more = others.length > 0 ? ` (+${others.length})` : '';
      return [
        formatElapsed(atMs - startedMs),
        first ? `${first.name} ${first.records.toLocaleString('en-US')}${more}` : '',
        `${done}/${streams.length} streams`,
        `${perSecond(atMs).toFixed(1)} requests/s`,
        describeWaiting(activity, atMs),
      ]
        .filter((part) => part !== '')
        .join('  ');
    },
  };
}

function describeWaiting({ inFlight, isReaderBehind, waits }: Activity, atMs: number): string {
  if (isReaderBehind) return 'waits for the reader of stdout';
  const next = [...waits].filter(({ untilMs }) => untilMs > atMs).sort((a, b) => a.untilMs - b.untilMs)[0];
  if (next) {
    // Others may go on meanwhile; over the limit of requests, none does.
    const whose = next.failure.status === 429 || next.stream === undefined ? '' : `${next.stream}: `;
    return `${whose}${describeFailure(next.failure)}, again in ${Math.ceil((next.untilMs - atMs) / 1000)} s`;
  }
  return inFlight > 0 ? 'waits for the API' : 'waits for the limit of requests';
}

/** `0:07`, `12:34`, `1:02:03`. */
function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
