/**
 * A process that serves the emulator over TLS and from far away: a relay before it delays each direction. Takes
 * {@link FarApiOptions} as JSON, sends its address, and answers each message with {@link Arrivals}.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { startEmulator } from '../emulator/start-emulator.ts';
import type { Arrivals, FarApiOptions } from './start-far-api.ts';

const { delayMs, certificate, ...options }: FarApiOptions = JSON.parse(process.argv[2] ?? '{}');
const tls = { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) };
const emulator = await startEmulator({ ...options, tls });

/** Hands on what comes, in order, each piece after the delay. */
function relay(from: Socket, to: Socket): void {
  from.on('data', (piece) => void setTimeout(() => to.write(piece), delayMs));
  from.on('end', () => void setTimeout(() => to.end(), delayMs));
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
  const seconds = ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1000;
  const arrivals: Arrivals = {
    requests: requests.length,
    perSecond: (requests.length - 1) / seconds,
    refused: requests.filter(({ status }) => status === 429).length,
    mostInAnySecond: emulator.mostStartsInAnySecond(),
  };
  process.send?.(arrivals);
});
const address = server.address();
process.send?.(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
