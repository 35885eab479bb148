import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, lastState, recordsOf } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';

const FOLDER = new URL('./states/', import.meta.url);

/** Runs at NOW from a fixture. */
async function runFrom(file: string) {
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => NOW,
    messagesSpanDays: 60,
    sizes: { messages: 60, activities: 30 },
  });
  const result = await runMain(['--state', new URL(file, FOLDER).pathname], env, () => NOW * 1000);
  const asked = emulator.requests
    .filter(({ template }) => template === '/v1/messages')
    .map(({ query }) => Number(query['start_ts']));
  return { ...result, firstAsked: Math.min(...asked), emulator };
}

/** From which instant messages are asked for, by fixture; each starts a second early, since bounds may be exclusive. */
const ACCEPTED: [file: string, messagesFrom: string][] = [
  ['release-0.1.json', '2026-01-30T11:55:00Z'],
  ['interrupted-0.1.json', '2026-01-24T00:00:00Z'],
  ['interrupted-days-ago-0.1.json', '2026-01-16T23:55:00Z'],
  ['wrapped-in-a-state-message.json', '2026-01-30T11:55:00Z'],
  ['printed-by-meltano.json', '2026-01-30T11:55:00Z'],
  ['all-lines-of-a-target.jsonl', '2026-01-30T11:55:00Z'],
  ['a-date-by-hand.json', '2026-01-29T23:55:00Z'],
  ['unix-seconds-by-hand.json', '2026-01-30T11:55:00Z'],
  ['an-offset-by-hand.json', '2026-01-30T11:55:00Z'],
  ['empty.json', '2025-08-03T12:00:00Z'],
  ['an-empty-object.json', '2025-08-03T12:00:00Z'],
  ['null-bookmarks.json', '2025-08-03T12:00:00Z'],
  ['null-in-the-bookmark.json', '2025-08-03T12:00:00Z'],
  ['other-streams-only.json', '2025-08-03T12:00:00Z'],
  ['another-taps-form.json', '2025-08-03T12:00:00Z'],
  ['a-clock-that-was-ahead.json', '2026-01-31T11:55:00Z'],
];

const REFUSED: [file: string, message: string][] = [
  ['text.json', 'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
  ['a-list.json', 'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
  ['bookmarks-as-a-list.json', 'state: "bookmarks" must be an object with a key for each stream'],
  [
    'a-bookmark-as-text.json',
    'state: bookmarks.messages must be an object; correct it, or remove it to read the stream anew',
  ],
  [
    'no-instant.json',
    'state: bookmarks.messages.created must be a date-time such as 2026-01-31T12:00:00Z; correct it, or remove bookmarks.messages to read the stream anew',
  ],
  [
    'in-the-future.json',
    'state: bookmarks.activities.timestamp lies in the future, so that nothing would be read; correct it, or remove bookmarks.activities to read the stream anew',
  ],
];

describe('a state', () => {
  it.each(ACCEPTED)('as in %s is accepted: messages are asked for from %s on', async (file, from) => {
    const { code, firstAsked, messages } = await runFrom(file);
    expect(code).toBe(0);
    expect(new Date((firstAsked + 1) * 1000).toISOString().replace('.000Z', 'Z')).toBe(from);
    expect(lastState(messages)).toMatchObject({
      bookmarks: { messages: { created: '2026-01-31T12:00:00Z', progress: null } },
    });
  });

  it.each(REFUSED)('as in %s is refused before anything is asked', async (file, message) => {
    const { code, stderr, stdout, emulator } = await runFrom(file);
    expect({ code, stdout, requests: emulator.requests.length }).toEqual({
      code: 1,
      stdout: '',
      requests: 0,
    });
    expect(stderr.trim().split('\n').at(-1)).toBe(`CRITICAL ${message}`);
  });

  it('of each kind has a fixture, and each fixture is played', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...ACCEPTED, ...REFUSED].map(([file]) => file).sort());
  });

  it('clears the keys of an interrupted run with null, so that a merge cannot revive them', async () => {
    const given: Json = JSON.parse(readFileSync(new URL('interrupted-0.1.json', FOLDER), 'utf8'));
    const { messages } = await runFrom('interrupted-0.1.json');
    const last = lastState(messages)['bookmarks'] as Json;
    for (const [stream, bookmark] of Object.entries(given['bookmarks'] as Json)) {
      expect(Object.keys(last[stream] as Json)).toEqual(
        expect.arrayContaining(Object.keys(bookmark as Json)),
      );
      expect((last[stream] as Json)['progress'] ?? null).toBe(null);
      expect((last[stream] as Json)['cursor'] ?? null).toBe(null);
    }
  });

  it('of an interrupted run lets children go on after the parents that are done', async () => {
    const { messages } = await runFrom('interrupted-0.1.json');
    const segments = new Set(recordsOf(messages, 'segment_membership').map((record) => record['segment_id']));
    expect(Math.min(...[...segments].map(Number))).toBe(10);
    // Theirs is of days ago, so it is begun anew.
    const later = await runFrom('interrupted-days-ago-0.1.json');
    expect(recordsOf(later.messages, 'segment_membership').some((record) => record['segment_id'] === 7)).toBe(
      true,
    );
  });

  it('stays under 20 kB with 100,000 parents', async () => {
    const { emulator, env } = await emulatorFor({
      sizes: { campaigns: 0, broadcasts: 0, segments: 0, messages: 0, activities: 0 },
    });
    const parents = Array.from({ length: 100_000 }, (_, index) => ({ id: index + 1, name: 'many' }));
    emulator.faults.add({
      match: { template: '/v1/segments' },
      times: Infinity,
      action: { kind: 'body', body: JSON.stringify({ segments: parents }) },
    });
    const template = '/v1/segments/{segment_id}/membership';
    emulator.faults.add({
      match: { template },
      after: 0,
      times: 200,
      action: { kind: 'body', body: '{"identifiers":[{"id":"1","cio_id":"a1"}]}' },
    });
    // The rest of the parents answer 401 at once, which ends the run in the middle of them.
    emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'status', status: 401 } });
    const { messages } = await runMain([], env);
    const states = messages.flatMap((message) =>
      message.type === 'STATE' ? [JSON.stringify(message).length] : [],
    );
    expect(lastState(messages)).toMatchObject({
      bookmarks: { segment_membership: { progress: { through: [expect.any(Number)] } } },
    });
    expect(Math.max(...states)).toBeLessThan(20_000);
  });
});
