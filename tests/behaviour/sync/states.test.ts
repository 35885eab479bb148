import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { momentsOf, numbers, startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { lastState, recordsOf } from '../../support/harness/messages.ts';
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
  const settings = {
    ...env,
    TAP_CUSTOMERIO_STREAMS: 'messages,activities,segments,segment_membership',
    TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '0',
  };
  const result = await runMain(['--state', new URL(file, FOLDER).pathname], settings, () => NOW * 1000);
  const asked = emulator.requests
    .filter(({ template }) => template === '/v1/messages')
    .map(({ query }) => Number(query['start_ts']));
  return { ...result, firstAsked: Math.min(...asked), emulator };
}

/** From which instant new messages are asked for, by fixture. The lookback, which goes further back, is switched off. */
const ACCEPTED: [file: string, messagesFrom: string, told?: string][] = [
  ['release-0.1.json', '2026-01-30T11:55:01Z'],
  ['interrupted-0.1.json', '2026-01-16T23:55:01Z'],
  ['interrupted-days-ago-0.1.json', '2026-01-16T23:55:01Z'],
  ['wrapped-in-a-state-message.json', '2026-01-30T11:55:01Z'],
  ['printed-by-meltano.json', '2026-01-30T11:55:01Z'],
  ['all-lines-of-a-target.jsonl', '2026-01-30T11:55:01Z'],
  ['a-date-by-hand.json', '2026-01-29T23:55:01Z'],
  ['unix-seconds-by-hand.json', '2026-01-30T11:55:01Z'],
  ['an-offset-by-hand.json', '2026-01-30T11:55:01Z'],
  ['empty.json', '2025-08-01T12:00:00Z'],
  ['an-empty-object.json', '2025-08-01T12:00:00Z'],
  ['null-bookmarks.json', '2025-08-01T12:00:00Z'],
  ['null-in-the-bookmark.json', '2025-08-01T12:00:00Z'],
  ['other-streams-only.json', '2025-08-01T12:00:00Z'],
  // A bookmark that another tap has written.
  [
    'another-taps-form.json',
    '2025-08-01T12:00:00Z',
    'messages: bookmark: replication_key is none of the keys of this stream',
  ],
  [
    'a-clock-that-was-ahead.json',
    '2025-08-01T12:00:00Z',
    'messages: bookmark: created lies ahead of the time',
  ],
  ['no-instant.json', '2025-08-01T12:00:00Z', 'messages: bookmark: created is no date-time'],
  ['in-the-future.json', '2025-08-01T12:00:00Z', 'activities: bookmark: timestamp lies ahead of the time'],
  ['second-edition.json', '2026-01-30T11:55:01Z'],
  [
    'spans-to-the-end-of-time.json',
    '2025-08-01T12:00:00Z',
    'messages: bookmark: covered lies ahead of the time',
  ],
  [
    'progress-without-parents.json',
    '2025-08-01T12:00:00Z',
    'segment_membership: bookmark: progress does not say',
  ],
];

const REFUSED: [file: string, message: string][] = [
  ['text.json', 'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
  ['a-list.json', 'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
  ['bookmarks-as-a-list.json', 'state: "bookmarks" must be an object with a key for each stream'],
  [
    'a-bookmark-as-text.json',
    'state: bookmarks.messages must be an object; correct it, or remove it to read the stream anew',
  ],
];

describe('a state', () => {
  it.each(ACCEPTED)('as in %s is accepted: messages are asked for from %s on', async (file, from, told) => {
    const { code, firstAsked, messages, stderr } = await runFrom(file);
    expect(code).toBe(0);
    expect(new Date(firstAsked * 1000).toISOString().replace('.000Z', 'Z')).toBe(from);
    expect(lastState(messages)).toMatchObject({
      bookmarks: { messages: { created: '2026-01-31T11:55:00Z', lookback: [] } },
    });
    const warnings = stderr.match(/^WARNING .*bookmark: .*/gm) ?? [];
    if (told === undefined) expect(warnings).toEqual([]);
    else expect(warnings.join()).toContain(told);
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

  it('has every key of a bookmark, so that a merge with any older state means the same', async () => {
    const { messages } = await runFrom('interrupted-0.1.json');
    expect(lastState(messages)).toMatchObject({
      bookmarks: {
        messages: {
          created: expect.any(String),
          covered: [expect.any(Array)],
          lookback: [],
          looked_back: expect.any(String),
          looked_back_from: null,
          rewritten: null,
          begun: expect.any(String),
          key: expect.any(String),
        },
        activities: {
          timestamp: expect.any(String),
          top: expect.any(Array),
          disorder: expect.any(Number),
          looked_back: expect.any(String),
          progress: [],
        },
        segment_membership: { version: null, progress: [] },
      },
    });
  });

  it('of an interrupted run lets children go on after the parents that are done', async () => {
    const segmentsOf = ({ messages }: { messages: Parameters<typeof recordsOf>[0] }) =>
      [
        ...new Set(recordsOf(messages, 'segment_membership').map((record) => Number(record['segment_id']))),
      ].sort((a, b) => a - b);
    expect(segmentsOf(await runFrom('second-edition.json'))).toEqual([8, 10]);
    // The progress of the first release is ignored.
    expect(segmentsOf(await runFrom('interrupted-0.1.json'))).toEqual([7, 8, 9, 10]);
  });

  it('stays under 20 kB with 20,000 parents', async () => {
    const { emulator, env } = await emulatorFor({
      sizes: { campaigns: 0, broadcasts: 0, segments: 0, messages: 0, activities: 0 },
    });
    const parents = Array.from({ length: 20_000 }, (_, index) => ({ id: index + 1, name: 'many' }));
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
    const { messages } = await runMain(['--select', 'segment_membership'], env);
    const states = messages.flatMap((message) =>
      message.type === 'STATE' ? [JSON.stringify(message).length] : [],
    );
    expect(lastState(messages)).toMatchObject({
      bookmarks: { segment_membership: { progress: [{ through: [expect.any(Number), 0] }] } },
    });
    expect(Math.max(...states)).toBeLessThan(20_000);
  });

  it('never precedes a record that it covers, though a page holds more than is written at once', async () => {
    const api = await startMadeUpApi('messages');
    const messages = numbers(1, 12_000).map((id) => ({ id: String(id), created: NOW - 600 - id }));
    // It gives more than it is asked for.
    api.serve('/v1/messages', ({ query }) => {
      const isWithin = ({ created }: { created: number }) =>
        created >= Number(query['start_ts']) && created <= Number(query['end_ts']);
      const found = messages.filter(isWithin);
      return { messages: found.slice(0, 6000), next: found.length > 6000 ? 'more' : '' };
    });
    const { code, messages: lines, ids } = await api.runAt(NOW);
    expect([code, new Set(ids('messages')).size]).toEqual([0, 12_000]);
    const moments = momentsOf(lines).map(({ written, state }) => {
      const there = new Set(recordsOf(written, 'messages').map(({ id }) => id));
      const covered: [string, string][] = Object(Object(state['bookmarks'])['messages'])['covered'] ?? [];
      const isCovered = ({ created }: { created: number }) =>
        covered.some(([from, to]) => created * 1000 >= Date.parse(from) && created * 1000 <= Date.parse(to));
      return {
        count: there.size,
        missing: messages.filter((one) => isCovered(one) && !there.has(one.id)).length,
      };
    });
    expect(moments.some(({ count }) => count > 0 && count < 6000)).toBe(true);
    expect(moments.filter(({ missing }) => missing > 0)).toEqual([]);
  });

  it.each(['2099-01-01T00:00:00Z', 'soon'])(
    'that was begun at %j is told, and read all the same',
    async (begun) => {
      const api = await startMadeUpApi('snippets');
      const { code, stderr } = await api.runAt(NOW, { state: { bookmarks: { snippets: { begun } } } });
      expect(code).toBe(0);
      expect(stderr.split('bookmark: begun is no time up to now; it is ignored')).toHaveLength(2);
    },
  );
});
