import { afterEach, describe, expect, it } from 'vitest';
import { ask, askAll, recordsOf } from './ask.ts';
import type { EmulatorOptions } from './options.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ requestsPerSecond: false, ...options });
}

describe('by default the emulator behaves as the live API does', () => {
  // docs/api-behaviour.md#1
  it('an empty list of collections is null', async () => {
    await start({ sizes: { collections: 0 } });
    expect((await ask(emulator, '/v1/collections')).body).toEqual({ collections: null });
  });

  // docs/api-behaviour.md#2
  it('an empty segment answers null for both lists, and an empty next', async () => {
    await start({ sizes: { segments: 2 } });
    const id = emulator.world.segments[1]?.id;
    expect((await ask(emulator, `/v1/segments/${id}/membership`)).body).toEqual({
      segment_id: id,
      ids: null,
      identifiers: null,
      next: '',
    });
  });

  // docs/api-behaviour.md#8, #9
  it('the last page of newsletters and senders has a token, which leads to an empty page', async () => {
    await start({ sizes: { newsletters: 3, senderIdentities: 3 } });
    for (const [path, key] of [
      ['/v1/newsletters', 'newsletters'],
      ['/v1/sender_identities', 'sender_identities'],
    ] as const) {
      const first = await ask(emulator, path, { limit: '100' });
      expect(recordsOf(first.body, key).length).toBeGreaterThan(0);
      const { body } = await ask(emulator, path, { limit: '100', start: String(first.body['next']) });
      expect(body).toEqual({ [key]: [], next: '' });
    }
  });

  // docs/api-behaviour.md#10
  it('a token of messages is an offset, and one past the end brings the first page back', async () => {
    await start({ sizes: { messages: 5 }, messagesSpanDays: 20 });
    const past = Buffer.from('v20:7').toString('base64');
    const first = await ask(emulator, '/v1/messages', { limit: '2' });
    expect(Buffer.from(String(first.body['next']), 'base64').toString()).toBe('v20:2');
    expect((await ask(emulator, '/v1/messages', { limit: '2', start: past })).body).toEqual(first.body);
  });

  // docs/api-behaviour.md#13, #14
  it('a token that is none is refused with 400', async () => {
    await start();
    for (const path of ['/v1/messages', '/v1/activities', '/v1/newsletters'])
      expect((await ask(emulator, path, { start: 'bm9uZQ==' })).status).toBe(400);
  });

  // docs/api-behaviour.md#28, #31
  it('bounds of messages are inclusive, and the newest comes first', async () => {
    await start({ sizes: { messages: 0 } });
    const at = Math.floor(Date.now() / 1000) - 1000;
    emulator.addMessages(3, { created: [at, at + 1, at + 2] });
    const query = { start_ts: String(at), end_ts: String(at + 1) };
    const created = (await askAll(emulator, '/v1/messages', 'messages', query)).map(
      (row) => Object(row).created,
    );
    expect(created).toEqual([at + 1, at]);
  });

  // docs/api-behaviour.md#37
  it('metrics are an open map with a time for each link', async () => {
    await start();
    expect(JSON.stringify(await askAll(emulator, '/v1/messages', 'messages'))).toMatch(/"human_link:\d":\d+/);
  });

  // docs/api-behaviour.md#62, #84
  it('a missing resource is 404 in JSON, a missing route 404 in text', async () => {
    await start();
    const headers = { authorization: `Bearer ${emulator.apiKey}` };
    const missing = await fetch(`${emulator.url}/v1/segments/999/membership`, { headers });
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/json']);
    const nowhere = await fetch(`${emulator.url}/v1/v1/segments`, { headers });
    expect([nowhere.status, await nowhere.text()]).toEqual([404, '404 page not found']);
  });

  // docs/api-behaviour.md#67
  it('drafts are listed where drafts alone are asked for', async () => {
    await start();
    const drafts = await askAll(emulator, '/v1/messages', 'messages', { drafts: 'true' });
    const others = await askAll(emulator, '/v1/messages', 'messages');
    expect(drafts).toHaveLength(4);
    for (const draft of drafts) expect(others).not.toContainEqual(draft);
    expect(JSON.stringify(others)).not.toContain('"drafted"');
  });

  it('segments have conditions', async () => {
    await start();
    for (const segment of await askAll(emulator, '/v1/segments', 'segments'))
      expect(segment).toMatchObject({ conditions: { and: expect.any(Array) } });
  });

  // docs/api-behaviour.md#82
  it('a refused key is answered without `errors`', async () => {
    await start();
    const { status, body } = await ask(
      emulator,
      '/v1/segments',
      {},
      { headers: { authorization: 'Bearer x' } },
    );
    expect([status, body]).toEqual([401, { meta: { error: 'Unauthorized request' } }]);
  });
});

it('a test of variants has one winner, which people clicked no less than the other', async () => {
  await start({ messagesSpanDays: 100, sizes: { newsletters: 40, messages: 3000 } });
  const clicksOn = (content: unknown) =>
    [...emulator.world.messages].filter(
      ({ content_id, metrics }) => content_id === content && metrics['human_clicked'] !== undefined,
    ).length;
  let clicks = 0;
  for (const newsletter of emulator.world.newsletters) {
    const { body } = await ask(emulator, `/v1/newsletters/${newsletter.id}/test_groups`);
    const groups = recordsOf(body, 'test_groups').map(Object);
    if (groups.length === 0 || newsletter['sent_at'] === null) continue;
    const winners = groups.filter(({ winner }) => winner);
    expect(winners).toHaveLength(1);
    const [most, ...others] = groups
      .map(({ content_ids: [content] }) => clicksOn(content))
      .sort()
      .reverse();
    expect(clicksOn(winners[0].content_ids[0])).toBe(most);
    clicks += (most ?? 0) - (others[0] ?? 0);
  }
  expect(clicks).toBeGreaterThan(0);
});
