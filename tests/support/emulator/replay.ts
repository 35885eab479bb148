import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errorBody } from './refusals.ts';

/** An answer as `tap-customerio --probe --record` keeps it. */
interface Recorded {
  readonly request: {
    readonly path: string;
    readonly params: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly status?: number;
  readonly form: string;
  readonly date: number | null;
  readonly body: unknown;
}

/** A server of recorded answers. */
export interface Replay {
  readonly url: string;
  readonly apiKey: string;
  /** Requests that no file answers. */
  readonly unknown: string[];
  close(): Promise<void>;
}

/**
 * Serves recorded answers to the requests that they were given to. The same request may have been made several times:
 * then the answers come in turn, and the last one stays. Any other request is answered 404.
 */
export async function startReplay(folder: string, port = 0): Promise<Replay> {
  const answers = new Map<string, Recorded[]>();
  for (const file of readdirSync(folder).sort()) {
    const recorded: Recorded = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const key = keyOf(pathOf(recorded), recorded.request.query, recorded.request.body);
    answers.set(key, [...(answers.get(key) ?? []), recorded]);
  }
  const unknown: string[] = [];
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const url = new URL(request.url ?? '/', 'http://replay');
      const body = text === '' ? undefined : JSON.parse(text);
      const key = keyOf(url.pathname, Object.fromEntries(url.searchParams), body);
      const [first, ...rest] = answers.get(key) ?? [];
      if (rest.length > 0) answers.set(key, rest);
      if (first === undefined) unknown.push(key);
      send(response, first);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
    apiKey: 'emulator-key',
    unknown,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, recorded: Recorded | undefined): void {
  const { status = 404, form, date, body } = recorded ?? { form: 'JSON', date: null, body: null };
  if (date === null) response.sendDate = recorded === undefined;
  else response.setHeader('date', new Date(date * 1000).toUTCString());
  const isJson = form === 'JSON';
  response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/plain' });
  if (status === 204) response.end();
  else if (!isJson) response.end(`${status} page not found`);
  else response.end(JSON.stringify(status < 300 ? body : errorBody(status, 'refused')));
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function pathOf({ request: { path, params } }: Recorded): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function keyOf(path: string, query: Readonly<Record<string, string>>, body: unknown): string {
  return JSON.stringify([path, Object.entries(query).sort(), body ?? null]);
}
