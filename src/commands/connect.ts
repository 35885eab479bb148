import { withAdvice } from '../advice.ts';
import type { Ask } from '../api.ts';
import type { Settings } from '../config/settings.ts';
import { createAgent } from '../http/agent.ts';
import { type ClientEvents, createClient } from '../http/client.ts';
import { createLimiter } from '../http/limiter.ts';
import { findProxy, type NamedProxy } from '../http/proxy.ts';
import type { RequestError } from '../request-error.ts';
import { TapError } from '../tap-error.ts';
import type { Surroundings } from './prepare.ts';

/** Makes the run's connection to the API. A refused key aborts `stop`, since no stream can be read with it. */
export async function connect(
  settings: Settings,
  { version, stop, env, clock }: Pick<Surroundings, 'version' | 'stop' | 'env' | 'clock'>,
  events: ClientEvents,
): Promise<Ask> {
  const { signal } = stop;
  const proxy = findProxy(new URL(settings.base_url), env);
  const { elapsed: now, after, random, lateness } = clock;
  const sleep = (delayMs: number) => clock.sleep(delayMs, signal);
  return createClient({
    baseUrl: settings.base_url,
    apiKey: settings.app_api_key,
    userAgent: settings.user_agent ?? `tap-customerio/${version}`,
    timeoutMs: settings.request_timeout_seconds * 1000,
    maxRetryMs: settings.max_retry_seconds * 1000,
    agent: await createAgent(settings.base_url, settings.max_concurrency, proxy?.url),
    limiter: createLimiter({
      requestsPerSecond: settings.requests_per_second,
      maxConcurrency: settings.max_concurrency,
      signal,
      now,
      sleep,
      lateness,
    }),
    signal,
    events,
    now,
    sleep,
    after,
    random,
    onFailure(error) {
      const reason = reasonToStop(error, settings, proxy);
      if (reason) stop.abort(reason);
    },
  });
}

/** Failures that every other request would share: a refused key, a proxy's refusal, or an address that is not the workspace's. */
function reasonToStop(
  error: RequestError,
  { base_url: baseUrl, region }: Settings,
  proxy: NamedProxy | undefined,
): TapError | undefined {
  const { kind, status } = error.failure;
  if (status === 401) {
    return new TapError(
      `${error.message}: the key is refused by ${baseUrl}; check that app_api_key is an App API key that still exists, that its IP allow list has this machine, and that the workspace is in region ${region} (a key works in its own region only)`,
    );
  }
  if (status === 407) {
    const where = proxy?.variable ?? 'HTTPS_PROXY';
    return new TapError(
      `${error.message}: the proxy asks for credentials, or refuses those that it was given; put them into ${where}, as http://USER:PASSWORD@HOST:PORT`,
    );
  }
  return kind === 'redirect' || kind === 'wrong region' ? new TapError(withAdvice(error)) : undefined;
}
