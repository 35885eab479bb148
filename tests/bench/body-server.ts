/**
 * A process that answers as the emulator does, but from bytes that are ready: the emulator makes the pages once at the
 * start, so that a bench measures the program that reads, and not the one that answers. Takes
 * {@link BodyServerOptions} as JSON; prints its address when it is ready. GET /bench/log gives the answers since the
 * last time that it was asked for.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { HOT_STREAMS, type HotStream, makeBodies } from './make-bodies.ts';
import type { BodyServerOptions, LoggedAnswer } from './start-body-server.ts';

/** Distinct pages that are made; then they come round again. The tap knows activities again by their keys. */
const MOST_DISTINCT_PAGES: Readonly<Record<HotStream, number>> = {
  messages: 40,
  activities: 10_000,
  members: 6,
};

/** A shorter window of messages is that of the last minutes, which has none. */
const SHORTEST_WINDOW_SECONDS = 1000;

const options: BodyServerOptions = JSON.parse(process.argv[2] ?? '{}');
const encode = (text: string): Buffer => (options.gzip ? gzipSync(text) : Buffer.from(text));

const lists = HOT_STREAMS.map((stream): [HotStream, readonly Buffer[]] => {
  const pages = Math.min(options.pages[stream] ?? 0, MOST_DISTINCT_PAGES[stream]);
  return [stream, pages > 0 ? makeBodies(stream, pages).map(encode) : []];
});
const bodies = new Map(lists);
const log: LoggedAnswer[] = [];

function listOf(path: string): HotStream | undefined {
  return path.endsWith('/membership') ? 'members' : HOT_STREAMS.find((stream) => path === `/v1/${stream}`);
}

/** A body in two pieces: the page, and its cursor, which is its number. Both may be gzip members (RFC 1952, 2.2). */
function bodyOf({ pathname, searchParams }: URL): [Buffer, Buffer] {
  const stream = listOf(pathname);
  const number = Number(searchParams.get('start') ?? 0);
  const pages = (stream && bodies.get(stream)) ?? [];
  const page = pages[number % pages.length];
  const [from, to] = ['start_ts', 'end_ts'].map((name) => Number(searchParams.get(name)));
  const isOfLastMinutes = searchParams.has('end_ts') && (to ?? 0) - (from ?? 0) < SHORTEST_WINDOW_SECONDS;
  if (stream && page && !isOfLastMinutes) {
    const isLast = number + 1 >= (options.pages[stream] ?? 0);
    return [page, encode(isLast ? '}' : `,"next":"${number + 1}"}`)];
  }
  const segments = Array.from({ length: options.segments ?? 1 }, (_, index) => ({ id: index + 1 }));
  return [
    encode(JSON.stringify({ segments, messages: [], activities: [], identifiers: [] })),
    Buffer.alloc(0),
  ];
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = Date.now();
  const url = new URL(request.url ?? '/', 'http://bench');
  if (url.pathname === '/bench/log') {
    response.setHeader('connection', 'close').end(JSON.stringify(log.splice(0)));
    return;
  }
  if (options.latencyMs) await delay(options.latencyMs);
  const body = bodyOf(url);
  const bytes = body[0].length + body[1].length;
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes,
    ...(options.gzip ? { 'content-encoding': 'gzip' } : {}),
  });
  response.write(body[0]);
  response.end(body[1], () => log.push({ path: url.pathname, bytes, at, sentAt: Date.now() }));
}

const handle = (request: IncomingMessage, response: ServerResponse) => void respond(request, response);
const server = options.tls
  ? createSecureServer({ key: readFileSync(options.tls.key), cert: readFileSync(options.tls.cert) }, handle)
  : createServer(handle);
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`${options.tls ? 'https' : 'http'}://127.0.0.1:${port}\n`);
});
