/**
 * A process that serves the emulator over TLS and from far away: a relay before it delays each direction. Takes
 * {@link FarApiOptions} as JSON, sends its address, and answers each message with {@link Arrivals}.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { randomFor } from '../emulator/random.ts';
import { startEmulator } from '../emulator/start-emulator.ts';
import type { Arrivals, FarApiOptions } from './start-far-api.ts';

const {
  delayMs,
  jitterMs = 0,
  stall,
  certificate,
  ...options
}: FarApiOptions = JSON.parse(process.argv[2] ?? '{}');
const tls = { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) };
const emulator = await startEmulator({ ...options, tls });

const startedAt = performance.now();
const random = randomFor(options.seed ?? 1, 'way', 0);

/** When a piece that comes now arrives at the earliest. */
function arrival(): number {
  const now = performance.now();
  const at = now + delayMs + random() * jitterMs;
  const endOfStall = stall === undefined ? 0 : startedAt + stall.afterMs + stall.forMs;
  const isHeld = stall !== undefined && now > startedAt + stall.afterMs && now < endOfStall;
  return isHeld ? Math.max(at, endOfStall) : at;
}

/** Hands on what comes, in order, each piece after its delay. */
function relay(from: Socket, to: Socket): void {
  let last = 0;
  const later = (act: () => void) => {
    last = Math.max(last, arrival());
    setTimeout(act, last - performance.now());
  };
  from.on('data', (piece) => later(() => to.write(piece)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}

const server = createServer((client) => {
  const upstream = connect(emulator.port, '127.0.0.1');
  for (const socket of [client, upstream]) socket.setNoDelay();
  relay(client, upstream);
  relay(upstream, client);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

process.on('message', () => {
  const { requests } = emulator;
  const refusedAt = requests.flatMap(({ status, at }) => (status === 429 ? at : []));
  const seconds = ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1000;
  const arrivals: Arrivals = {
    requests: requests.length,
    perSecond: (requests.length - 1) / seconds,
    refused: refusedAt.length,
    mostRefusedInAnyMinute: Math.max(
      0,
      ...refusedAt.map((from) => refusedAt.filter((at) => at >= from && at < from + 60_000).length),
    ),
    mostInAnySecond: emulator.mostStartsInAnySecond(),
  };
  process.send?.(arrivals);
});
const address = server.address();
process.send?.(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
