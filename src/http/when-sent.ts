import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** A request that is being made, and what is to be called when it is sent. */
interface Waiting {
  readonly method: string;
  readonly path: string;
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
  request.once('finish', found.onSent);
});

/**
 * Makes an HTTP request, and calls `onSent` when all of it has been written to an open connection: after the time that a
 * new connection takes for its handshakes, of which the one who asks sees nothing.
 */
export async function whenSent<Result>(
  { method, url, onSent }: { method: string; url: URL; onSent: () => void },
  request: () => Promise<Result>,
): Promise<Result> {
  const one = { method, path: url.pathname + url.search, onSent };
  waiting.add(one);
  try {
    return await request();
  } finally {
    waiting.delete(one);
  }
}
