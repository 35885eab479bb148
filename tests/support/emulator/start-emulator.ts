import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { createFaults, type FaultAction, type FaultRule } from './faults.ts';
import { type EmulatorOptions, settingsOf } from './options.ts';
import { randomFor } from './random.ts';
import { createRateLimit, watchArrivals } from './rate-limit.ts';
import { type AnswerContext, correctReply, faultyReply } from './replies.ts';
import { type LoggedRequest, mostInFlight, mostStartsInAnySecond } from './request-log.ts';
import { findRoute } from './routes.ts';
import { brokenTransfer, send } from './send.ts';
import { createWorld, type World } from './world.ts';

/** A running emulator. */
export interface Emulator extends Arrivals {
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  /** The data as it is served; what is pushed to an array or deleted from a map is seen by the next request. */
  readonly world: World;
  /** All requests, by arrival. */
  readonly requests: LoggedRequest[];
  readonly faults: { add(rule: FaultRule): void; clear(): void };
  /** All cursors issued so far are answered with 400 from now on. */
  refuseCursors(): void;
  mostStartsInAnySecond(): number;
  mostInFlight(): number;
  /** Stops listening and destroys all connections. */
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** Starts a server on 127.0.0.1 that behaves as the App API does. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = settingsOf(options);
  const { plan } = settings;
  const context: AnswerContext = { world: createWorld(plan, settings.clock), settings, cursorGeneration: 0 };
  const { world } = context;
  const requests: LoggedRequest[] = [];
  const faults = createFaults();
  const admits = createRateLimit(settings.requestsPerSecond);
  const arrivals = watchArrivals();
  const closing = new AbortController();
  // every request under way waits for it
  setMaxListeners(0, closing.signal);
  let inFlight = 0;

  function arrive(request: IncomingMessage, response: ServerResponse): void {
    const arrival = arrivals.now();
    inFlight++;
    response.once('close', () => inFlight--);
    // the API's clock, which may stand still in a test
    if (settings.variants.date === 'none') response.sendDate = false;
    else response.setHeader('date', new Date(settings.clock() * 1000).toUTCString());
    const url = new URL(request.url ?? '/', 'http://emulator');
    const found = findRoute(url.pathname, request.method ?? 'GET');
    const logged: LoggedRequest = {
      ...arrival,
      method: request.method ?? 'GET',
      path: url.pathname,
      template: found?.route.template ?? url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: '',
      headers: request.headers,
      authorized: request.headers.authorization === `Bearer ${settings.apiKey}`,
      inFlight,
      status: 0,
      records: 0,
    };
    requests.push(logged);
    const isAdmitted = logged.authorized && admits(arrival);
    const action = isAdmitted ? faults.actionFor(logged) : undefined;
    respond(request, response, logged, isAdmitted, action).catch((error: unknown) => {
      if (closing.signal.aborted) return;
      if (!response.headersSent) response.writeHead(500);
      response.end(`the emulator itself failed: ${String(error)}`);
    });
  }

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    logged: LoggedRequest,
    isAdmitted: boolean,
    action: FaultAction | undefined,
  ): Promise<void> {
    const latency = latencyOf(requests.length);
    if (latency > 0) await delay(latency, undefined, { signal: closing.signal });
    if (action?.kind === 'hang-before') return;
    if (action?.kind === 'reset-before') {
      response.socket?.resetAndDestroy();
      return;
    }
    logged.body = await readBody(request);
    const change = action?.kind === 'change' ? action.change : undefined;
    const reply = faultyReply(action, logged) ?? correctReply(context, logged, isAdmitted, change);
    logged.status = reply.status;
    logged.records = reply.records;
    await send(request, response, reply, settings.gzip, brokenTransfer(action));
  }

  function latencyOf(number: number): number {
    const { min, max } = settings.latencyMs;
    return min + (max - min) * randomFor(plan.seed, 'latency', number)();
  }

  const server = options.tls ? createSecureServer(options.tls, arrive) : createServer(arrive);
  // an idle connection closed just as the client reuses it would look like a fault nobody asked for
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    apiKey: settings.apiKey,
    world,
    requests,
    faults,
    ...createArrivals(world, settings),
    refuseCursors: () => {
      context.cursorGeneration++;
    },
    mostStartsInAnySecond: () => mostStartsInAnySecond(requests),
    mostInFlight: () => mostInFlight(requests),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        arrivals.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
