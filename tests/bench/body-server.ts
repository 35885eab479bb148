/**
 * A process that answers as the emulator does, but from bytes that are ready: the emulator makes the records once at the
 * start, so that a bench measures the program that reads, and not the one that answers. Messages are answered by the time
 * that is asked for; pages of the other lists are numbered by their cursors. Takes
 * {@link BodyServerOptions} as JSON; prints its address when it is ready. GET /bench/log gives the answers since the
 * last time that it was asked for.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type HotStream, makeBodies } from './make-bodies.ts';
import { createMessagePages } from './message-pages.ts';
import type { BodyServerOptions, LoggedAnswer } from './start-body-server.ts';

/** Distinct pages that are made; then they come round again, members with other ids. */
const MOST_DISTINCT_PAGES = { activities: 10_000, members: 6 };

/** What is answered to who names no time. */
const DEFAULT_SPAN_SECONDS = 7 * 86_400;

const options: BodyServerOptions = JSON.parse(process.argv[2] ?? '{}');
/** Fast rather than small: the server must not be slower than what it measures. */
const encode = (text: string | Buffer): Buffer =>
  options.gzip ? gzipSync(text, { level: 1 }) : Buffer.from(text);

const makePages = (stream: keyof typeof MOST_DISTINCT_PAGES): readonly Buffer[] => {
  const pages = Math.min(options.pages[stream] ?? 0, MOST_DISTINCT_PAGES[stream]);
  return pages > 0 ? makeBodies(stream, pages).map((body) => Buffer.from(body)) : [];
};
const plain = { activities: makePages('activities'), members: makePages('members') };
const bodies = { activities: plain.activities.map(encode), members: plain.members.map(encode) };
const messages = options.pages.messages ? createMessagePages(options.pages.messages) : undefined;
const log: LoggedAnswer[] = [];

function listOf(path: string): HotStream | undefined {
  if (path.endsWith('/membership')) return 'members';
  return path === '/v1/messages' ? 'messages' : path === '/v1/activities' ? 'activities' : undefined;
}

/** A body in two pieces: the page, and its cursor. Both may be gzip members (RFC 1952, 2.2). */
function bodyOf({ pathname, searchParams }: URL): [Buffer, Buffer] {
  const stream = listOf(pathname);
  const cursor = searchParams.get('start');
  if (stream === 'messages' && messages) {
    const end = Number(searchParams.get('end_ts') ?? Date.now() / 1000);
    const start = Number(searchParams.get('start_ts') ?? end - DEFAULT_SPAN_SECONDS);
    const { bytes, next } = messages({ start, end, cursor: cursor ? Number(cursor) : undefined });
    return [encode(bytes), encode(next === undefined ? '}' : `,"next":"${next}"}`)];
  }
  const number = Number(cursor ?? 0);
  const pages = stream && stream !== 'messages' ? bodies[stream] : [];
  const page = pages[number % pages.length];
  if (stream && page) {
    const isLast = number + 1 >= (options.pages[stream] ?? 0);
    const round = Math.floor(number / pages.length);
    const bytes =
      stream === 'members' && round > 0 ? encode(inRound(plain.members[number % pages.length], round)) : page;
    return [bytes, encode(isLast ? '}' : `,"next":"${number + 1}"}`)];
  }
  const segments = Array.from({ length: options.segments ?? 1 }, (_, index) => ({ id: index + 1 }));
  return [
    encode(JSON.stringify({ segments, messages: [], activities: [], identifiers: [] })),
    Buffer.alloc(0),
  ];
}

const ID = '"cio_id":"';

/** A page of members as it comes round again: two digits of each id are those of the round. */
function inRound(page: Buffer | undefined, round: number): Buffer {
  const bytes = Buffer.from(page ?? '');
  const digits = String(round).padStart(2, '0');
  for (let at = bytes.indexOf(ID); at >= 0; at = bytes.indexOf(ID, at + 1))
    bytes.write(digits, at + ID.length + 1, 'latin1');
  return bytes;
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
  response.end(body[1], () =>
    log.push({
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      bytes,
      at,
      sentAt: Date.now(),
    }),
  );
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
