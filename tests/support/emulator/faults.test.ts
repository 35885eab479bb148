import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ requestsPerSecond: false });
});
afterEach(() => emulator.close());

async function statuses(count: number, path = '/v1/segments'): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < count; n++) seen.push((await ask(emulator, path)).status);
  return seen;
}

describe('a fault', () => {
  it('hits once by default', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'status', status: 500 } });
    expect(await statuses(3)).toEqual([500, 200, 200]);
  });

  it('lets requests pass first, then hits as often as told', async () => {
    emulator.faults.add({ match: {}, after: 1, times: 2, action: { kind: 'status', status: 503 } });
    expect(await statuses(5)).toEqual([200, 503, 503, 200, 200]);
  });

  it('can last, until cleared', async () => {
    emulator.faults.add({
      match: {},
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'status', status: 403 },
    });
    expect(await statuses(3)).toEqual([403, 403, 403]);
    emulator.faults.clear();
    expect(await statuses(1)).toEqual([200]);
  });

  it('gives way to the next rule when it is used up', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'status', status: 500 } });
    emulator.faults.add({ match: {}, action: { kind: 'status', status: 502 } });
    expect(await statuses(3)).toEqual([500, 502, 200]);
  });

  it.each([
    [{ template: '/v1/campaigns/{campaign_id}/actions' }, [500, 200, 200]],
    [{ path: '/v1/segments' }, [200, 500, 200]],
    [{ path: /^\/v1\/act/ }, [200, 200, 500]],
    [{ query: { limit: '3' } }, [200, 200, 500]],
    [{ where: ({ path }: { path: string }) => path.endsWith('actions') }, [500, 200, 200]],
  ])('hits only what matches %o', async (match, expected) => {
    emulator.faults.add({ match, times: 9, action: { kind: 'status', status: 500 } });
    const answers = [
      await ask(emulator, '/v1/campaigns/5/actions'),
      await ask(emulator, '/v1/segments'),
      await ask(emulator, '/v1/activities', { limit: '3' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });
});

describe('the kinds of faults', () => {
  it('status: has the body and headers given', async () => {
    const headers = { 'retry-after': '7', 'x-other': 'y' };
    emulator.faults.add({ match: {}, action: { kind: 'status', status: 429, body: '{"a":1}', headers } });
    const { status, body, headers: sent } = await ask(emulator, '/v1/segments');
    expect([status, body, sent.get('retry-after')]).toEqual([429, { a: 1 }, '7']);
  });

  it('status: has the vendor’s body and no Retry-After unless given', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'status', status: 401 } });
    const { body, headers } = await ask(emulator, '/v1/segments');
    expect(body).toEqual({ meta: { error: 'Unauthorized request' } });
    expect(headers.get('retry-after')).toBeNull();
  });

  it('body: is a 200 with any text', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'body', body: '<html>maintenance</html>' } });
    const response = await plainFetch();
    expect([response.status, await response.text()]).toEqual([200, '<html>maintenance</html>']);
    expect(response.headers.get('content-type')).toBe('text/html');
  });

  it('change: alters the correct answer', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'change', change: () => ({ segments: null }) } });
    expect((await ask(emulator, '/v1/segments')).body).toEqual({ segments: null });
  });

  it('reset-before: ends the connection without a response', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'reset-before' } });
    await expect(plainFetch()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('cut-body: ends the connection after a part of the body', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'cut-body' } });
    const response = await plainFetch();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('reset-in-body: breaks the connection off', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'reset-in-body' } });
    // a slow client may lose the headers too, as on a real network
    await expect(plainFetch().then((response) => response.text())).rejects.toThrow(/terminated|fetch failed/);
  });

  it('hang-before: never answers', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'hang-before' } });
    const abort = new AbortController();
    const pending = plainFetch(abort.signal);
    // a request that comes later is answered first
    await ask(emulator, '/v1/segments');
    expect(emulator.requests.map(({ status }) => status)).toEqual([0, 200]);
    abort.abort();
    await expect(pending).rejects.toThrow('aborted');
  });

  it('hang-in-body: never ends the body', async () => {
    emulator.faults.add({ match: {}, action: { kind: 'hang-in-body' } });
    const abort = new AbortController();
    const response = await plainFetch(abort.signal);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const rest = reader?.read();
    await ask(emulator, '/v1/segments');
    abort.abort();
    await expect(rest).rejects.toThrow('aborted');
  });
});

it('closes while requests hang', async () => {
  const other = await startEmulator();
  other.faults.add({ match: {}, action: { kind: 'hang-before' } });
  const pending = ask(other, '/v1/segments').catch(() => 'closed');
  while (other.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await other.close();
  expect(await pending).toBe('closed');
});

function plainFetch(signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${emulator.apiKey}`, 'accept-encoding': 'identity' };
  return fetch(`${emulator.url}/v1/segments`, signal ? { headers, signal } : { headers });
}
