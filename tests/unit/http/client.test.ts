import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Request } from '../../../src/api.ts';
import { createAgent } from '../../../src/http/agent.ts';
import { type AttemptEnd, type ClientOptions, createClient } from '../../../src/http/client.ts';
import { createLimiter, type Limiter } from '../../../src/http/limiter.ts';
import { toUrl } from '../../../src/http/request-url.ts';
import { type Failure, RequestError } from '../../../src/request-error.ts';
import { systemClock } from '../../../src/time/clock.ts';

const REQUEST: Request = { path: '/v1/campaigns', params: {}, query: {} };
const KEY = 'the-secret-key';
const BODY = '{"campaigns":[{"id":1}]}';

type Handler = (req: IncomingMessage, res: ServerResponse, previousRequests: number) => void;

/** A server on loopback that ends with the test; `requests` are those that have come. */
async function serve(handler: Handler) {
  const requests: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    requests.push(req);
    handler(req, res, requests.length - 1);
  });
  return { baseUrl: await listen(server), requests };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return address.port;
}

/** A handler that fails some times and then answers well. */
function failing(times: number, fail: (res: ServerResponse, req: IncomingMessage) => void): Handler {
  return (req, res, previousRequests) => {
    if (previousRequests < times) fail(res, req);
    else res.end(BODY);
  };
}

function answer(status: number, headers: Record<string, string> = {}, body: string | Buffer = 'no'): Handler {
  return (_, res) => void res.writeHead(status, headers).end(body);
}

/** A client whose clock moves only when it sleeps, and what it tells of itself. */
function connect(baseUrl: string, options: Partial<ClientOptions> = {}) {
  let clock = 0;
  const slept: number[] = [];
  const paused: number[] = [];
  const attempts: string[] = [];
  const retries: { path: string; failure: Failure; delayMs: number }[] = [];
  const answeredAt: (number | undefined)[] = [];
  const ends: AttemptEnd[] = [];
  const limiter: Limiter = {
    run: (request) => request(() => {}),
    pause: (delayMs) => void paused.push(delayMs),
  };
  const ask = createClient({
    baseUrl,
    apiKey: KEY,
    userAgent: 'tap-customerio/test',
    timeoutMs: 10_000,
    maxRetryMs: 300_000,
    agent: new Agent({ keepAlive: true, maxSockets: 3 }),
    limiter,
    signal: new AbortController().signal,
    events: {
      onAttempt: ({ path }) => void attempts.push(path),
      onAttemptEnd: (_, end) => void ends.push(end),
      onRetry: ({ path }, failure, delayMs) => void retries.push({ path, failure, delayMs }),
    },
    now: () => clock,
    sleep: async (delayMs) => {
      slept.push(delayMs);
      clock += delayMs;
    },
    after: systemClock.after,
    random: () => 0.5,
    ...options,
  });
  const getJson = async (request: Request) => {
    const answer = await ask(request);
    answeredAt.push(answer.apiDate);
    return await answer.json();
  };
  return { ask, getJson, slept, paused, attempts, retries, answeredAt, ends };
}

/** The error with which a request fails for good. */
async function failureOf(answered: Promise<unknown>): Promise<RequestError> {
  const error = await answered.then(
    () => new Error('the request was answered'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RequestError)) throw error;
  return error;
}

describe('a request', () => {
  it('carries the key, the accepted forms and the user agent', async () => {
    const { baseUrl, requests } = await serve(answer(200, {}, BODY));
    await connect(baseUrl).getJson(REQUEST);
    expect(requests[0]).toMatchObject({ method: 'GET', url: '/v1/campaigns' });
    expect(requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: `Bearer ${KEY}`,
      'user-agent': 'tap-customerio/test',
    });
  });

  it('resolves with the parsed body', async () => {
    const { baseUrl } = await serve(answer(200, {}, BODY));
    await expect(connect(baseUrl).getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
  });

  it('keeps an integer beyond 2^53', async () => {
    const { baseUrl } = await serve(answer(200, {}, '{"id":9007199254740993}'));
    await expect(connect(baseUrl).getJson(REQUEST)).resolves.toEqual({ id: 9_007_199_254_740_993n });
  });

  it('reads a body of several chunks that part a character', async () => {
    const { baseUrl } = await serve((_, res) => {
      const bytes = [...Buffer.from('{"name":"é\u{1f600}"}')];
      const writeNext = () => {
        const byte = bytes.shift();
        if (byte === undefined) res.end();
        else res.write(Buffer.from([byte]), () => setImmediate(writeNext));
      };
      writeNext();
    });
    await expect(connect(baseUrl).getJson(REQUEST)).resolves.toEqual({ name: 'é\u{1f600}' });
  });

  it.each(['gzip', 'x-gzip'])('reads a body in %s', async (encoding) => {
    const { baseUrl } = await serve(answer(200, { 'content-encoding': encoding }, gzipSync(BODY)));
    await expect(connect(baseUrl).getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
  });

  it('tells when the answer came by the clock of the server', async () => {
    const { baseUrl } = await serve(answer(200, { date: 'Sat, 31 Jan 2026 12:00:00 GMT' }, BODY));
    const { getJson, answeredAt } = connect(baseUrl);
    await getJson(REQUEST);
    expect(answeredAt).toEqual([Date.parse('2026-01-31T12:00:00Z')]);
  });

  it('tells when it was sent and answered by the clock of the server, those of the attempt whose body was read', async () => {
    let clock = 0;
    const dates = ['Sat, 31 Jan 2026 12:00:00 GMT', 'Sat, 31 Jan 2026 12:05:00 GMT'];
    const { baseUrl } = await serve((_, res, previousRequests) => {
      clock += 2500;
      res.setHeader('date', dates[previousRequests] ?? '');
      res.end(previousRequests === 0 ? '{' : BODY);
    });
    const answered = await connect(baseUrl, { now: () => clock }).ask(REQUEST);
    expect([answered.sentDate, answered.apiDate]).toEqual(
      ['2026-01-31T11:59:57.500Z', '2026-01-31T12:00:00Z'].map((date) => Date.parse(date)),
    );
    await answered.json();
    expect([answered.sentDate, answered.apiDate]).toEqual(
      ['2026-01-31T12:04:57.500Z', '2026-01-31T12:05:00Z'].map((date) => Date.parse(date)),
    );
  });

  it('tells nothing of the clock of a server that sends no date, or none that can be read', async () => {
    const { baseUrl } = await serve((_, res, previousRequests) => {
      res.sendDate = false;
      if (previousRequests > 0) res.setHeader('date', 'today');
      res.end(BODY);
    });
    const { getJson, answeredAt } = connect(baseUrl);
    await getJson(REQUEST);
    await getJson(REQUEST);
    expect(answeredAt).toEqual([undefined, undefined]);
  });

  it('whose connection, kept from the one before, is reset is sent again at once, once, without counting as a failure', async () => {
    // The second request of a connection is reset.
    const { baseUrl, requests } = await serve((req, res) => {
      const { socket } = req;
      if (socket.bytesWritten > 0) socket.resetAndDestroy();
      else res.end(BODY);
    });
    const { getJson, slept, retries, attempts } = connect(baseUrl);
    for (const _ of [1, 2, 3]) await getJson(REQUEST);
    expect([requests.length, attempts.length, slept, retries]).toEqual([5, 5, [], []]);
    await expect(getJson({ ...REQUEST, mostAttempts: 1 })).resolves.toEqual({ campaigns: [{ id: 1 }] });
  });

  it('that is reset on a connection of its own counts as a failure', async () => {
    const { baseUrl } = await serve(failing(1, (_, req) => void req.socket.resetAndDestroy()));
    const { getJson, slept } = connect(baseUrl);
    await getJson(REQUEST);
    expect(slept).toHaveLength(1);
  });

  it('uses the connection of the request before', async () => {
    const { baseUrl, requests } = await serve(answer(200, {}, BODY));
    const { getJson } = connect(baseUrl);
    const ports: (number | undefined)[] = [];
    for (let request = 0; request < 3; request += 1) {
      await getJson(REQUEST);
      ports.push(requests.at(-1)?.socket.remotePort);
    }
    expect(new Set(ports).size).toBe(1);
  });

  it('opens no more connections than requests may be in flight', async () => {
    const sockets = new Set<unknown>();
    const { baseUrl } = await serve((req, res) => {
      sockets.add(req.socket);
      setTimeout(() => res.end(BODY), 20);
    });
    const { getJson } = connect(baseUrl, { agent: await createAgent(baseUrl, 2, undefined) });
    await Promise.all(Array.from({ length: 8 }, () => getJson(REQUEST)));
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('leaves no timer behind that would keep the process alive', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(500).end()));
    const started = vi.spyOn(globalThis, 'setTimeout');
    const ended = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => {
      started.mockRestore();
      ended.mockRestore();
    });
    await connect(baseUrl, { timeoutMs: 54_321 }).getJson(REQUEST);
    const timers = started.mock.results.filter((_, call) => started.mock.calls[call]?.[1] === 54_321);
    expect(timers).toHaveLength(2);
    for (const { value } of timers) expect(ended).toHaveBeenCalledWith(value);
  });

  it('starts every attempt through the limiter', async () => {
    const { baseUrl } = await serve(failing(2, (res) => res.writeHead(500).end()));
    let runs = 0;
    const limiter: Limiter = {
      run(request) {
        runs += 1;
        return request(() => {});
      },
      pause: () => {},
    };
    await connect(baseUrl, { limiter }).getJson(REQUEST);
    expect(runs).toBe(3);
  });

  it('waits for a retry outside of the limiter, so that others go on', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(500).end()));
    let inFlight = 0;
    const limiter: Limiter = {
      async run(request) {
        inFlight += 1;
        const result = await request(() => {});
        inFlight -= 1;
        return result;
      },
      pause: () => {},
    };
    const duringSleep: number[] = [];
    const sleep = async () => void duringSleep.push(inFlight);
    await connect(baseUrl, { limiter, sleep }).getJson(REQUEST);
    expect(duringSleep).toEqual([0]);
  });

  it('keeps its body until it is wanted, outside of the limiter, so that others go on', async () => {
    const { baseUrl } = await serve((_, res, previousRequests) =>
      res.writeHead(200).end(previousRequests === 0 ? '{' : BODY),
    );
    const limiter = createLimiter({
      requestsPerSecond: 1000,
      maxConcurrency: 1,
      signal: new AbortController().signal,
      now: () => 0,
      sleep: async () => {},
      lateness: () => 0,
    });
    const { ask, getJson, retries } = connect(baseUrl, { limiter });
    const answer = await ask(REQUEST);
    expect(await getJson(REQUEST)).toEqual(JSON.parse(BODY));
    expect(retries).toHaveLength(0);
    expect(await answer.json()).toEqual(JSON.parse(BODY));
    expect(retries).toHaveLength(1);
  });

  it('loses none of its patience while its body waits to be wanted', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(200).end('{')));
    let clock = 0;
    const { ask, retries } = connect(baseUrl, { maxRetryMs: 60_000, now: () => clock });
    const answer = await ask(REQUEST);
    clock += 3_600_000;
    await answer.json();
    expect(retries).toHaveLength(1);
  });

  it('is made no more often than it says', async () => {
    const { baseUrl } = await serve((_, res) => res.writeHead(500).end());
    const { ask, attempts } = connect(baseUrl);
    await failureOf(ask({ ...REQUEST, mostAttempts: 3 }));
    expect(attempts).toHaveLength(3);
  });

  it.each([
    [203, BODY, JSON.parse(BODY)],
    [204, '', undefined],
  ])('is answered by status %d', async (status, text, body) => {
    const { baseUrl } = await serve((_, res) => res.writeHead(status).end(text));
    expect(await connect(baseUrl).getJson(REQUEST)).toEqual(body);
  });

  it.each([
    ['21600', 21_600_000],
    [' 5 ', 5000],
    ['-5', 0],
    ['1.5', 0],
    ['soon', 0],
    ['99999999999', 0],
  ])('is answered with the age of what lay in a cache; of %j this is %i ms', async (age, ageMs) => {
    const { baseUrl } = await serve(answer(200, { age }, BODY));
    expect((await connect(baseUrl).ask(REQUEST)).ageMs).toBe(ageMs);
    const refusing = await serve(answer(403, { age }));
    expect((await failureOf(connect(refusing.baseUrl).ask(REQUEST))).failure.ageMs).toBe(ageMs);
  });

  it('is answered by status 204 also where its headers name an encoding of the body that it does not have', async () => {
    const { baseUrl, requests } = await serve(answer(204, { 'content-encoding': 'gzip' }, ''));
    expect(await connect(baseUrl).getJson(REQUEST)).toBeUndefined();
    expect(requests).toHaveLength(1);
  });
});

describe('toUrl', () => {
  it.each<[string, string, string]>([
    ['a slash', 'a/b', '/v1/x/a%2Fb/y'],
    ['a space', 'a b', '/v1/x/a%20b/y'],
    ['a plus', 'a+b', '/v1/x/a%2Bb/y'],
    ['an ampersand', 'a&b', '/v1/x/a%26b/y'],
    ['a question mark and a hash', 'a?b#c', '/v1/x/a%3Fb%23c/y'],
    ['a percent sign', '100%', '/v1/x/100%25/y'],
    ['a character beyond ASCII', 'é', '/v1/x/%C3%A9/y'],
    ['braces', '{id}', '/v1/x/%7Bid%7D/y'],
  ])('percent-encodes %s in a path', (_, id, path) => {
    const url = toUrl('https://api.example', { path: '/v1/x/{id}/y', params: { id }, query: {} });
    expect(url.href).toBe(`https://api.example${path}`);
  });

  it('fills in several placeholders', () => {
    const request = { path: '/v1/x/{x_id}/y/{y_id}', params: { y_id: '2', x_id: '1' }, query: {} };
    expect(toUrl('https://api.example', request).pathname).toBe('/v1/x/1/y/2');
  });

  it('percent-encodes keys and values of a query', () => {
    const query = { start: 'a+b&c/d e=é?#', 'k&y': '1' };
    const { search, searchParams } = toUrl('https://api.example', { ...REQUEST, query });
    expect(search).toBe('?start=a%2Bb%26c%2Fd+e%3D%C3%A9%3F%23&k%26y=1');
    expect(Object.fromEntries(searchParams)).toEqual(query);
  });

  it('writes no question mark where there is no query', () => {
    expect(toUrl('https://api.example', REQUEST).href).toBe('https://api.example/v1/campaigns');
  });

  it.each([
    ['a base URL with slashes at its end', 'https://api.example//', 'https://api.example/v1/campaigns'],
    ['a base URL with a path', 'https://proxy.example/cio', 'https://proxy.example/cio/v1/campaigns'],
    ['a base URL with a port', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080/v1/campaigns'],
  ])('takes %s', (_, baseUrl, href) => {
    expect(toUrl(baseUrl, REQUEST).href).toBe(href);
  });

  it('arrives at the server as it was meant', async () => {
    const { baseUrl, requests } = await serve(answer(200, {}, BODY));
    const request = {
      path: '/v1/x/{id}',
      params: { id: '+ &/é' },
      query: { start: '+ &/é' },
    };
    await connect(baseUrl).getJson(request);
    const url = new URL(requests[0]?.url ?? '', baseUrl);
    expect(decodeURIComponent(url.pathname)).toBe('/v1/x/+ &/é');
    expect(url.searchParams.get('start')).toBe('+ &/é');
  });
});

describe('a fault that passes', () => {
  it.each<[string, (res: ServerResponse, req: IncomingMessage) => void, Failure['kind'][]]>([
    ['status 500', (res) => res.writeHead(500).end('no'), ['status']],
    ['status 503 with a body in HTML', (res) => res.writeHead(503).end('<html>'), ['status']],
    ['a reset before the answer', (_, req) => req.socket.resetAndDestroy(), ['network']],
    ['a connection that is closed before the answer', (_, req) => req.socket.destroy(), ['network']],
    [
      'a reset in the body',
      (res) => {
        res.writeHead(200, { 'content-length': '1000' });
        res.write(BODY, () => res.socket?.resetAndDestroy());
      },
      ['network', 'broken body'],
    ],
    [
      'a body shorter than its content-length',
      (res) => {
        res.writeHead(200, { 'content-length': '1000' });
        res.write(BODY, () => res.socket?.end());
      },
      ['network', 'broken body'],
    ],
    [
      'a body of chunks without the last one',
      (res) => {
        res.writeHead(200);
        res.write(BODY, () => res.socket?.end());
      },
      ['network', 'broken body'],
    ],
    ['a 200 in HTML', (res) => res.writeHead(200).end('<html></html>'), ['not JSON']],
    ['a 200 without a body', (res) => res.writeHead(200).end(), ['not JSON']],
    ['JSON that ends in the middle', (res) => res.writeHead(200).end(BODY.slice(0, 10)), ['not JSON']],
    [
      'gzip that ends in the middle',
      (res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(BODY).subarray(0, -9)),
      ['broken body'],
    ],
    [
      'a body that says gzip and is none',
      (res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(BODY),
      ['broken body'],
    ],
    [
      'an empty body that says gzip',
      (res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(),
      ['broken body'],
    ],
    ['an answer that is no HTTP', (res) => res.socket?.end('hello\r\n\r\n'), ['network']],
  ])('is retried: %s', async (_, fail, kinds) => {
    const { baseUrl, requests } = await serve(failing(2, fail));
    const { getJson, retries, slept } = connect(baseUrl);
    await expect(getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
    expect(requests).toHaveLength(3);
    expect(slept).toEqual([500, 1000]);
    for (const { failure } of retries) expect(kinds).toContain(failure.kind);
  });

  it('is retried: a host that refuses the connection', async () => {
    const server = createTcpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${portOf(server)}`;
    server.close();
    await once(server, 'close');
    const { getJson, slept } = connect(baseUrl, { maxRetryMs: 1000 });
    const error = await failureOf(getJson(REQUEST));
    expect(error.failure).toEqual({ kind: 'network', code: 'ECONNREFUSED' });
    expect(slept).toEqual([500]);
  });

  it('is retried: no answer in time', async () => {
    const { baseUrl, requests } = await serve(failing(1, () => {}));
    const { getJson, retries } = connect(baseUrl, { timeoutMs: 500 });
    await expect(getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
    expect(requests).toHaveLength(2);
    expect(retries.map(({ failure }) => failure)).toEqual([{ kind: 'timeout' }]);
  });

  it('is retried: a body that hangs in the middle', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(200).write(BODY.slice(0, 5))));
    const { getJson, retries } = connect(baseUrl, { timeoutMs: 500 });
    await expect(getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
    expect(retries.map(({ failure }) => failure)).toEqual([{ kind: 'timeout' }]);
  });

  it('is retried: a body that never ceases to drip', async () => {
    const drip = (res: ServerResponse) => {
      const timer = setInterval(() => res.write(' '), 10);
      res.on('close', () => clearInterval(timer));
    };
    const { baseUrl } = await serve(failing(1, drip));
    const { getJson, retries } = connect(baseUrl, { timeoutMs: 200 });
    await expect(getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
    expect(retries.map(({ failure }) => failure)).toEqual([{ kind: 'timeout' }]);
  });

  it('closes the connection of an attempt that was not answered in time', async () => {
    const closed: Promise<unknown>[] = [];
    const { baseUrl } = await serve(failing(1, (_, req) => closed.push(once(req.socket, 'close'))));
    await connect(baseUrl, { timeoutMs: 500 }).getJson(REQUEST);
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
  });

  it('reads no error body, be it endless', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(500).write('x'.repeat(100_000))));
    await expect(connect(baseUrl).getJson(REQUEST)).resolves.toEqual({ campaigns: [{ id: 1 }] });
  });

  it('tells of each retry with the template of the path', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(502).end()));
    const { getJson, retries } = connect(baseUrl);
    await getJson({ path: '/v1/x/{id}', params: { id: 'ann@example.com' }, query: { start: 'abc' } });
    expect(retries).toMatchObject([
      { path: '/v1/x/{id}', failure: { kind: 'status', status: 502 }, delayMs: 500 },
    ]);
  });

  it('fails for good when the patience is used up, telling how often it was tried', async () => {
    const { baseUrl, requests } = await serve(answer(503));
    const { getJson, slept, attempts } = connect(baseUrl, { maxRetryMs: 2000 });
    const error = await failureOf(getJson(REQUEST));
    expect(error.message).toBe('GET /v1/campaigns: status 503, after 3 attempts');
    expect(slept).toEqual([500, 1000]);
    expect(requests).toHaveLength(3);
    expect(attempts).toEqual(Array.from({ length: 3 }, () => '/v1/campaigns'));
  });
});

describe('a fault that stays', () => {
  it.each([400, 401, 403, 404, 422])('is not retried: status %d', async (status) => {
    const { baseUrl, requests } = await serve(answer(status, { 'retry-after': '1' }));
    const { getJson, slept } = connect(baseUrl);
    const error = await failureOf(getJson(REQUEST));
    expect(error.status).toBe(status);
    expect(error.message).toBe(`GET /v1/campaigns: status ${status}`);
    expect(requests).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it('is not retried: an answer that is neither good nor an error', async () => {
    const { baseUrl, requests } = await serve(answer(206, {}, ''));
    expect((await failureOf(connect(baseUrl).getJson(REQUEST))).status).toBe(206);
    expect(requests).toHaveLength(1);
  });

  it('is not retried: a server that does not speak TLS', async () => {
    const { baseUrl } = await serve(answer(200, {}, BODY));
    const { getJson, slept } = connect(baseUrl.replace('http:', 'https:'), {
      agent: await createAgent('https://localhost', 3, undefined),
    });
    expect((await failureOf(getJson(REQUEST))).failure.kind).toBe('TLS');
    expect(slept).toEqual([]);
  });

  it('holds nothing of what the server wrote, nor the key, nor the address as it was filled in', async () => {
    const { baseUrl } = await serve((req, res) => {
      res
        .writeHead(403, { 'x-echo': `${req.headers.authorization}` })
        .end(`${req.url} ann@example.com ${KEY}`);
    });
    const request = { path: '/v1/x/{id}', params: { id: 'ann@example.com' }, query: { start: 'abc' } };
    const error = await failureOf(connect(baseUrl).getJson(request));
    const told = `${error.stack} ${JSON.stringify(error)}`;
    expect(told).toContain('/v1/x/{id}');
    expect(told).not.toContain(KEY);
    expect(told).not.toContain('ann');
    expect(told).not.toContain('abc');
  });
});

describe('Retry-After', () => {
  it("as a date counts from this machine's time where the answer has no Date", async () => {
    const fail = failing(1, (res) => {
      res.sendDate = false;
      res.writeHead(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end();
    });
    const { getJson, slept } = connect((await serve(fail)).baseUrl);
    await getJson(REQUEST);
    expect(slept).toHaveLength(1);
    expect(slept[0]).toBeGreaterThan(1000);
    expect(slept[0]).toBeLessThanOrEqual(60_000);
  });

  it('is waited for in place of a delay of our own', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(503, { 'retry-after': '7' }).end()));
    const { getJson, slept } = connect(baseUrl);
    await getJson(REQUEST);
    expect(slept).toEqual([7000]);
  });

  it('is no advice where it is malformed', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(503, { 'retry-after': 'soon' }).end()));
    const { getJson, slept } = connect(baseUrl);
    await getJson(REQUEST);
    expect(slept).toEqual([500]);
  });

  it('ends the request at once where it asks for more than the patience', async () => {
    const { baseUrl, requests } = await serve(answer(503, { 'retry-after': '301' }));
    expect((await failureOf(connect(baseUrl).getJson(REQUEST))).status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  it('pauses the limiter after a 429, since the limit is counted for all', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(429, { 'retry-after': '7' }).end()));
    const { getJson, paused } = connect(baseUrl);
    await getJson(REQUEST);
    expect(paused).toEqual([7000]);
  });

  it('is not needed for the pause after a 429', async () => {
    const { baseUrl } = await serve(failing(2, (res) => res.writeHead(429).end()));
    const { getJson, paused } = connect(baseUrl);
    await getJson(REQUEST);
    expect(paused).toEqual([500, 1000]);
  });

  it('pauses nobody else after a 503', async () => {
    const { baseUrl } = await serve(failing(1, (res) => res.writeHead(503, { 'retry-after': '7' }).end()));
    const { getJson, paused } = connect(baseUrl);
    await getJson(REQUEST);
    expect(paused).toEqual([]);
  });
});

describe("a parent's key that would make another address", () => {
  it.each(['', '.', '..'])('(%s) fails its request at once, without asking anything', async (id) => {
    const { baseUrl, requests } = await serve(answer(200, {}, BODY));
    const { getJson, slept, attempts } = connect(baseUrl);
    const request = { path: '/v1/campaigns/{id}/actions', params: { id }, query: {} };
    await expect(getJson(request)).rejects.toThrow(
      "GET /v1/campaigns/{id}/actions: a parent's key cannot be part of an address",
    );
    expect([requests, slept, attempts]).toEqual([[], [], []]);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'within the host is not followed either, past the limits: %d',
    async (status) => {
      const { baseUrl, requests } = await serve(answer(status, { location: '/v1/elsewhere' }));
      expect((await failureOf(connect(baseUrl).getJson(REQUEST))).failure).toMatchObject({
        kind: 'redirect',
        status,
      });
      expect(requests.map(({ url }) => url)).toEqual(['/v1/campaigns']);
    },
  );

  it('to another host is refused: no request goes there, and the key neither', async () => {
    const other = await serve(answer(200, {}, BODY));
    const { baseUrl, requests } = await serve(answer(302, { location: `${other.baseUrl}/v1/campaigns` }));
    const { getJson, slept } = connect(baseUrl);
    const error = await failureOf(getJson(REQUEST));
    expect(error.failure).toMatchObject({ kind: 'redirect', status: 302 });
    expect(other.requests).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it.each([
    ['the same host by another name', (baseUrl: string) => baseUrl.replace('127.0.0.1', 'localhost')],
    ['the same host with another scheme', (baseUrl: string) => baseUrl.replace('http:', 'https:')],
    ['an address relative to the scheme', () => '//other.example/v1/campaigns'],
  ])('to %s is refused', async (_, toLocation) => {
    let location = '';
    const { baseUrl, requests } = await serve((_req, res) => void res.writeHead(302, { location }).end());
    location = toLocation(baseUrl);
    expect((await failureOf(connect(baseUrl).getJson(REQUEST))).failure.kind).toBe('redirect');
    expect(requests).toHaveLength(1);
  });

  it('without a location is refused', async () => {
    const { baseUrl } = await serve(answer(304, {}, ''));
    const { failure } = await failureOf(connect(baseUrl).getJson(REQUEST));
    expect(failure).toMatchObject({ kind: 'redirect', status: 304 });
  });
});

describe('a stop', () => {
  const reason = new Error('stopped');

  it('rejects a request that waits for its answer with the reason of the signal', async () => {
    const stop = new AbortController();
    const { baseUrl, requests } = await serve(() => stop.abort(reason));
    await expect(connect(baseUrl, { signal: stop.signal }).getJson(REQUEST)).rejects.toBe(reason);
    expect(requests).toHaveLength(1);
  });

  it('rejects a request in the middle of its body with the reason of the signal', async () => {
    const stop = new AbortController();
    const { baseUrl } = await serve((_, res) => {
      res.writeHead(200).write('{', () => setTimeout(() => stop.abort(reason), 20));
    });
    await expect(connect(baseUrl, { signal: stop.signal }).getJson(REQUEST)).rejects.toBe(reason);
  });

  it('rejects a request that waits for its retry with what the sleep rejects with', async () => {
    const stop = new AbortController();
    const { baseUrl, requests } = await serve(answer(500));
    const sleep = async () => {
      stop.abort(reason);
      stop.signal.throwIfAborted();
    };
    await expect(connect(baseUrl, { signal: stop.signal, sleep }).getJson(REQUEST)).rejects.toBe(reason);
    expect(requests).toHaveLength(1);
  });

  it('leaves no listener behind on the signal', async () => {
    const { baseUrl } = await serve(failing(2, (res) => res.writeHead(500).end()));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    const counted = Object.assign(signal, {
      addEventListener(...args: Parameters<typeof add>) {
        listeners += 1;
        add(...args);
      },
      removeEventListener(...args: Parameters<typeof remove>) {
        listeners -= 1;
        remove(...args);
      },
    });
    await connect(baseUrl, { signal: counted }).getJson(REQUEST);
    expect(listeners).toBe(0);
  });
});
