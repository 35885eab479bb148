import { afterEach, describe, expect, it } from 'vitest';
import { ask, askAll } from './ask.ts';
import { SIX_MONTHS } from './message-window.ts';
import type { EmulatorOptions } from './options.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

const NOW = 1_790_000_000;
const DAY = 86_400;

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}): Promise<void> {
  const sizes = { messages: 0 };
  emulator = await startEmulator({ now: NOW, clock: () => NOW, requestsPerSecond: false, sizes, ...options });
}

async function served(query: Record<string, string | number> = {}): Promise<number[]> {
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const records = await askAll(emulator, '/v1/messages', 'messages', { ...texts, limit: '1000' });
  const created = records.map((record) =>
    typeof record === 'object' && record !== null && 'created' in record
      ? Number(record.created)
      : Number.NaN,
  );
  return created.sort((a, b) => a - b);
}

describe('the window of messages', () => {
  const beforeCut = NOW - SIX_MONTHS - 1;
  const atCut = NOW - SIX_MONTHS;
  const old = NOW - 300 * DAY;

  it.each([
    ['neither bound: the latest six months', {}, [atCut, NOW]],
    ['only end_ts: the six months before it', { end_ts: NOW - 5 * DAY }, [beforeCut, atCut]],
    ['only start_ts: from there to now', { start_ts: NOW - DAY }, [NOW]],
    ['only an older start_ts: six months all the same', { start_ts: old }, [atCut, NOW]],
    ['both: from one to the other', { start_ts: old, end_ts: old + DAY }, [old]],
    [
      'both, too far apart: silently the six months before end_ts',
      { start_ts: old, end_ts: NOW },
      [atCut, NOW],
    ],
    ['the wrong way round: nothing', { start_ts: NOW, end_ts: old }, []],
  ])('%s', async (_, query, expected) => {
    await start();
    emulator.addMessages(4, { created: [old, beforeCut, atCut, NOW] });
    expect(await served(query)).toEqual(expected);
  });

  it.each([
    [true, [10, 20]],
    [{ start: true, end: false }, [10]],
    [{ start: false, end: true }, [20]],
    [false, []],
  ])('has bounds that are inclusive: %o', async (boundsInclusive, expected) => {
    await start({ boundsInclusive });
    emulator.addMessages(2, { created: [NOW + 10, NOW + 20] });
    const seconds = await served({ start_ts: NOW + 10, end_ts: NOW + 20 });
    expect(seconds.map((time) => time - NOW)).toEqual(expected);
  });

  it('does not move with the clock while its pages are read', async () => {
    let now = NOW;
    await start({ clock: () => now, profile: 'documented' });
    emulator.addMessages(2, { created: [NOW - SIX_MONTHS, NOW] });
    const { body } = await ask(emulator, '/v1/messages', { limit: '1' });
    now += DAY;
    const second = await ask(emulator, '/v1/messages', { limit: '1', start: String(body['next']) });
    expect(second.body['messages']).toMatchObject([{ created: NOW - SIX_MONTHS }]);
  });

  it.each(['yesterday', '1.5', '', '2026-01-01'])(
    'refuses a time that is not an integer: "%s"',
    async (time) => {
      await start();
      expect((await ask(emulator, '/v1/messages', { start_ts: time })).status).toBe(400);
      expect((await ask(emulator, '/v1/messages', { end_ts: time })).status).toBe(400);
    },
  );
});

describe('tracked responses', () => {
  it.each([
    ['left out by default', {}, false],
    ['there if asked for', { get_tracked_responses: 'true' }, true],
  ])('are %s', async (_, query, expected) => {
    await start({ sizes: { messages: 100 } });
    const records = await askAll(emulator, '/v1/messages', 'messages', query);
    expect(JSON.stringify(records).includes('tracked_responses')).toBe(expected);
  });
});

it('serves a message as it was changed later', async () => {
  await start();
  const [message] = emulator.addMessages(1);
  emulator.changeMessage(message?.id ?? '', (before) => ({ ...before, metrics: { opened: NOW } }));
  expect((await ask(emulator, '/v1/messages')).body['messages']).toMatchObject([
    { metrics: { opened: NOW } },
  ]);
});
