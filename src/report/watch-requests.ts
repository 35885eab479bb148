import type { Request } from '../api.ts';
import type { ClientEvents } from '../http/client.ts';
import type { Log } from '../log/log.ts';
import { describeRetry } from '../request-error.ts';
import type { Wait } from './progress.ts';
import { addWait, type StreamTally } from './tally.ts';

/** Watches the requests of a run. */
export interface RequestWatch {
  readonly events: ClientEvents;
  /** Requests that wait to be sent again. */
  readonly waits: Iterable<Wait>;
}

/**
 * Counts requests and retries in the tally of their stream, and tells them in the log. `byPath`: the path of a request →
 * the tally of its stream; `onRequest` is called with each attempt; `now` in unix milliseconds.
 */
export function watchRequests({
  byPath,
  log,
  onRequest,
  now,
}: {
  byPath: ReadonlyMap<string, StreamTally>;
  log: Log;
  onRequest: () => void;
  now: () => number;
}): RequestWatch {
  const waits = new Map<Request, Wait>();
  /** The end of the last pause of all requests that was logged. */
  let toldPauseMs = Number.NEGATIVE_INFINITY;

  return {
    get waits() {
      return waits.values();
    },
    events: {
      onAttempt(request) {
        waits.delete(request);
        onRequest();
        const tally = byPath.get(request.path);
        if (tally) tally.requests += 1;
      },
      onAttemptEnd({ path }, { status, isOk, durationMs }) {
        const stream = byPath.get(path)?.name;
        log.metric({
          type: 'timer',
          metric: 'http_request_duration',
          value: Math.round(durationMs) / 1000,
          tags: {
            ...(stream && { stream }),
            endpoint: path,
            ...(status && { http_status_code: status }),
            status: isOk ? 'succeeded' : 'failed',
          },
        });
      },
      onRetry(request, failure, delayMs) {
        const { path } = request;
        const tally = byPath.get(path);
        const untilMs = now() + delayMs;
        if (tally) {
          tally.retries += 1;
          addWait(tally, now(), untilMs);
        }
        waits.set(request, { stream: tally?.name, failure, untilMs });
        // The requests in flight learn of the limit one after another; it is logged once, and again if it lasts longer.
        const isTold = failure.status === 429 && untilMs <= toldPauseMs + 1000;
        if (failure.status === 429 && !isTold) toldPauseMs = untilMs;
        (tally ? log.of(tally.name) : log)[isTold ? 'debug' : 'warning'](
          describeRetry(request, failure, delayMs),
        );
      },
    },
  };
}
