import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, recordsOf } from './ask.ts';
import { type EmulatorOptions, settingsOf } from './options.ts';
import { createRateLimit } from './rate-limit.ts';
import { mostStartsInAnySecond } from './request-log.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ requestsPerSecond: false, ...options });
}

describe('the key', () => {
  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'emulator-key' }])(
    'is refused with 401: %o',
    async (headers) => {
      await start();
      const { status, body } = await ask(emulator, '/v1/segments', {}, { headers });
      expect([status, body]).toEqual([401, { meta: { error: 'Unauthorized request' } }]);
      expect(emulator.requests[0]).toMatchObject({ authorized: false, status: 401, records: 0 });
    },
  );

  it('can be chosen', async () => {
    await start({ apiKey: 'other' });
    const headers = { authorization: 'Bearer other' };
    expect((await ask(emulator, '/v1/segments', {}, { headers })).status).toBe(200);
  });
});

describe('an address', () => {
  it.each(['/v1/nothing', '/v1/campaigns/4/actions', '/v1/segments/7/x', '/'])(
    'is unknown: %s',
    async (path) => {
      await start();
      const headers = { authorization: `Bearer ${emulator.apiKey}` };
      const response = await fetch(`${emulator.url}${path}`, { headers });
      expect(response.status).toBe(404);
    },
  );

  it.each(['x', '1.5', '%20'])('is malformed with the parent %s', async (parent) => {
    await start();
    expect((await ask(emulator, `/v1/segments/${parent}/membership`)).status).toBe(400);
  });

  it('takes no other method than GET', async () => {
    await start();
    const headers = { authorization: `Bearer ${emulator.apiKey}` };
    expect((await ask(emulator, '/v1/segments', {}, { headers, method: 'POST' })).status).toBe(405);
  });
});

describe('the limit of requests', () => {
  it('is answered with 429 and Retry-After', async () => {
    await start({ requestsPerSecond: 0 });
    const { status, headers, body } = await ask(emulator, '/v1/segments');
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect(body).toEqual({
      errors: [{ detail: 'rate limited to 10 requests per 1s (reference a1b2c3)', status: '429' }],
    });
  });

  it('counts the requests of the second before, unless they were refused', async () => {
    await start();
    const admits = createRateLimit(2);
    const times = [0, 600, 700, 999, 1000, 1001, 1600];
    expect(times.map((at) => admits({ since: at, at }))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('refuses nothing that may have come a second after the others, while nobody looked', async () => {
    await start();
    const admits = createRateLimit(1);
    expect([admits({ since: 0, at: 900 }), admits({ since: 900, at: 1000 })]).toEqual([true, true]);
  });

  it('counts a request from before the emulator was busy', async () => {
    await start();
    const socket = connect(emulator.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /v1/segments HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const sent = performance.now();
    while (performance.now() < sent + 50);
    await once(socket, 'data');
    socket.destroy();
    expect(emulator.requests[0]?.since).toBeLessThan(sent);
    expect(emulator.requests[0]?.at).toBeGreaterThanOrEqual(sent + 50);
  });

  it('is ten in a second by default', async () => {
    await start();
    expect(settingsOf({}).requestsPerSecond).toBe(10);
  });

  it('can be lifted', async () => {
    await start({ requestsPerSecond: false });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(emulator, '/v1/segments')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each([
    ['none', [], 0],
    ['all within a second', [0, 500, 999.9], 3],
    ['a second apart', [0, 1000, 2000], 1],
    ['over the edge of a second', [0, 900, 950, 1050, 1899], 4],
  ])('is measured over any second: %s', async (_, times, expected) => {
    await start();
    expect(mostStartsInAnySecond(times.map((at) => ({ since: at, at })))).toBe(expected);
  });
});

it('logs what was asked and what was served', async () => {
  await start();
  await ask(emulator, '/v1/activities', { limit: '3' });
  expect(emulator.requests).toMatchObject([
    {
      method: 'GET',
      path: '/v1/activities',
      template: '/v1/activities',
      query: { limit: '3' },
      status: 200,
      records: 3,
      inFlight: 1,
      authorized: true,
    },
  ]);
  await ask(emulator, '/v1/campaigns/5/actions');
  expect(emulator.requests[1]?.template).toBe('/v1/campaigns/{campaign_id}/actions');
});

it('serves what is pushed or deleted while it runs', async () => {
  await start();
  emulator.world.campaignActions.delete(5);
  expect((await ask(emulator, '/v1/campaigns/5/actions')).status).toBe(404);
  emulator.world.subscriptionTopics.push({ id: 99 });
  const { body } = await ask(emulator, '/v1/subscription_topics');
  expect(recordsOf(body, 'topics').at(-1)).toEqual({ id: 99 });
});

it('answers 500 when it fails itself', async () => {
  await start();
  const change = () => {
    throw new Error('oops');
  };
  emulator.faults.add({ match: {}, action: { kind: 'change', change } });
  const response = await fetch(`${emulator.url}/v1/segments`, {
    headers: { authorization: `Bearer ${emulator.apiKey}` },
  });
  expect([response.status, await response.text()]).toEqual([500, 'the emulator itself failed: Error: oops']);
});

it('counts the requests under way at once', async () => {
  await start();
  emulator.faults.add({ match: {}, times: 3, action: { kind: 'hang-before' } });
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${emulator.apiKey}` };
  const hanging = Array.from({ length: 3 }, () =>
    ask(emulator, '/v1/segments', {}, { headers, signal: abort.signal }).catch(() => 'aborted'),
  );
  while (emulator.requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
  await ask(emulator, '/v1/segments');
  expect(emulator.mostInFlight()).toBe(4);
  abort.abort();
  await Promise.all(hanging);
  while (emulator.requests.at(-1)?.inFlight !== 1) await ask(emulator, '/v1/segments');
  expect(emulator.mostInFlight()).toBe(4);
});

it.each([
  [true, 'gzip', 'gzip'],
  [true, 'identity', null],
  [false, 'gzip', null],
])('compresses if it may (%s) and the client accepts %s', async (gzip, accepted, expected) => {
  await start({ gzip });
  const headers = { authorization: `Bearer ${emulator.apiKey}`, 'accept-encoding': accepted };
  const { headers: sent, status } = await ask(emulator, '/v1/segments', {}, { headers });
  expect([status, sent.get('content-encoding')]).toEqual([200, expected]);
});
