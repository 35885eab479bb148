import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** A request that is being made, and what is to be called when it begins to be written, and when it is sent. */
interface Waiting {
  readonly method: string;
  readonly path: string;
  readonly onStart?: (request: ClientRequest) => void;
  readonly onSent: () => void;
}

const waiting = new Set<Waiting>();

/**
 * Node publishes a {@link ClientRequest} when it begins to write it (Node's documentation, "Diagnostics channel"), in the
 * context of whichever request had the connection before: so it is known again by its method and path.
 */
subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  const found = [...waiting].find(({ method, path }) => method === request.method && path === request.path);
  if (!found) return;
  waiting.delete(found);
  found.onStart?.(request);
  request.once('finish', found.onSent);
});

/**
 * Makes an HTTP request, calls `onStart` with it when it has its connection, and `onSent` when all of it has been written to an open connection: after the time that a
 * new connection takes for its handshakes, of which the one who asks sees nothing.
 */
export async function whenSent<Result>(
  { method, url, ...events }: { method: string; url: URL } & Pick<Waiting, 'onStart' | 'onSent'>,
  request: () => Promise<Result>,
): Promise<Result> {
  const one = { method, path: url.pathname + url.search, ...events };
  waiting.add(one);
  try {
    return await request();
  } finally {
    waiting.delete(one);
  }
}
