import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy for the time of a test. */
export interface TestProxy {
  /** Host and port. */
  readonly address: string;
  /** What it has been asked to connect to. */
  readonly asked: string[];
}

/**
 * Starts a proxy that connects whoever asks to one port of this machine, whatever host is asked for; without a port it
 * answers 502, and without the credentials that it wants 407.
 */
export async function startProxy(port?: number, credentials?: string): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer();
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => {});
    if (wanted && request.headers['proxy-authorization'] !== wanted)
      return socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>',
      );
    if (port === undefined) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const api = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      api.pipe(socket).pipe(api);
    });
    api.on('error', () => socket.destroy());
    return api;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked };
}
