import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from '../config/settings.ts';
import { type Ask, type ClientEvents, createClient } from '../http/client.ts';
import { createLimiter } from '../http/limiter.ts';
import { RequestError } from '../request-error.ts';
import { TapError } from '../tap-error.ts';

/** Makes the run's connection to the API. A refused key aborts `stop`, since no stream can be read with it. */
export function connect(
  settings: Settings,
  version: string,
  stop: AbortController,
  events: ClientEvents,
): Ask {
  const { signal } = stop;
  const now = () => performance.now();
  const sleep = (delayMs: number) =>
    delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  const ask = createClient({
    baseUrl: settings.base_url,
    apiKey: settings.app_api_key,
    userAgent: settings.user_agent ?? `tap-customerio/${version}`,
    timeoutMs: settings.request_timeout_seconds * 1000,
    maxRetryMs: settings.max_retry_seconds * 1000,
    maxConcurrency: settings.max_concurrency,
    limiter: createLimiter({
      requestsPerSecond: settings.requests_per_second,
      maxConcurrency: settings.max_concurrency,
      signal,
      now,
      sleep,
    }),
    signal,
    events,
    now,
    sleep,
    random: Math.random,
  });
  const orStop = (error: unknown): never => {
    if (error instanceof RequestError && error.status === 401) stop.abort(keyRefused(error, settings));
    signal.throwIfAborted();
    throw error;
  };
  return async (request) => {
    const answer = await ask(request).catch(orStop);
    return {
      get next() {
        return answer.next;
      },
      apiDate: answer.apiDate,
      json: () => answer.json().catch(orStop),
    };
  };
}

function keyRefused({ message }: RequestError, { base_url: baseUrl, region }: Settings): TapError {
  return new TapError(
    `${message}: the key is refused by ${baseUrl}; check that app_api_key is an App API key that still exists, and that the workspace is in region ${region} (a key works in its own region only)`,
  );
}
