import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Json, lastState, recordsOf } from '../../support/harness/messages.ts';
import { runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const DAY = 86_400;
const HOUR = 3600;

/**
 * A workspace as it is at NOW, and runs against it at any later time. With `millisecondsPerLook` the clock of a
 * run goes on whenever it is looked at: with a second, STATE is due after every page, whichever stream's. `only` names
 * the one stream that is read.
 */
async function workspace(
  options: EmulatorOptions = {},
  { millisecondsPerLook = 0, only = '' }: { millisecondsPerLook?: number; only?: string } = {},
) {
  let time = NOW;
  const { emulator, env } = await emulatorFor({ now: NOW, clock: () => time, ...options });
  return {
    emulator,
    async runAt(
      at: number,
      state?: Json,
      settings: Record<string, string> = {},
      more: readonly string[] = [],
    ) {
      time = at;
      emulator.requests.length = 0;
      const argv = [...more, ...(state ? ['--state', tempFile('state.json', state)] : [])];
      let looks = 0;
      const clock = () => at * 1000 + millisecondsPerLook * looks++;
      const result = await runMain(argv, { ...env, TAP_CUSTOMERIO_STREAMS: only, ...settings }, clock);
      const { messages } = result;
      const asked = (template: string) =>
        emulator.requests.filter((request) => request.template === template);
      return { ...result, messages, state: lastState(messages), asked };
    },
  };
}

const messagesOf = (options?: EmulatorOptions) => workspace(options, { only: 'messages' });
const activitiesOf = (options?: EmulatorOptions, millisecondsPerLook = 0) =>
  workspace(options, { only: 'activities', millisecondsPerLook });

describe('messages', () => {
  it('of the last six months are read in the first run, in spans of at most 180 days', async () => {
    const { emulator, runAt } = await messagesOf({ messagesSpanDays: 400 });
    const { messages, asked } = await runAt(NOW);
    const { world } = emulator;
    const times = Array.from(
      { length: world.messages.length },
      (_, index) => world.messages.at(index)?.created ?? 0,
    );
    const expected = times.filter((created) => created >= NOW - 183 * DAY).length;
    expect(expected).toBeLessThan(times.length);
    expect(recordsOf(messages, 'messages')).toHaveLength(expected);
    for (const { query } of asked('/v1/messages')) {
      expect(Number(query['end_ts']) - Number(query['start_ts'])).toBeLessThan(180 * DAY);
    }
  });

  it('go back to anchor_date if it is set, beyond the silent cut of six months', async () => {
    const { emulator, runAt } = await messagesOf({ messagesSpanDays: 400 });
    const { messages } = await runAt(NOW, undefined, { TAP_CUSTOMERIO_ANCHOR_DATE: '2024-12-01' });
    expect(recordsOf(messages, 'messages')).toHaveLength(emulator.world.messages.length);
  });

  it('at the bounds of windows arrive once: both belong to what is asked for', async () => {
    const from = NOW - 14 * DAY;
    const { emulator, runAt } = await messagesOf({ sizes: { messages: 0 } });
    // Each bound of a window and its neighbouring seconds.
    const bounds = [from, from + 7 * DAY, NOW - 300];
    const created = bounds.flatMap((bound) => [bound - 1, bound, bound + 1]).filter((time) => time >= from);
    emulator.addMessages(created.length, { created });
    const { messages, asked } = await runAt(NOW, undefined, {
      TAP_CUSTOMERIO_ANCHOR_DATE: String(from),
      TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '7',
    });
    expect(new Set(recordsOf(messages, 'messages').map(({ id }) => id)).size).toBe(created.length);
    expect(recordsOf(messages, 'messages')).toHaveLength(created.length);
    // A span without messages is asked for twice.
    const spans = new Map(
      asked('/v1/messages').map(({ query }) => [Number(query['start_ts']), Number(query['end_ts'])]),
    );
    const starts = [...spans.keys()].sort((a, b) => a - b);
    expect(starts.slice(1)).toEqual(starts.slice(0, -1).map((start) => (spans.get(start) ?? 0) + 1));
  });

  it('that are new are read by the second run, and next to nothing else', async () => {
    const { emulator, runAt } = await messagesOf();
    const first = await runAt(NOW);
    expect(first.state).toMatchObject({ bookmarks: { messages: { created: '2026-01-31T11:55:00Z' } } });
    const added = emulator.addMessages(3, { created: [NOW + 60, NOW + 120, NOW + 180] });
    const second = await runAt(NOW + HOUR, first.state);
    expect(
      recordsOf(second.messages, 'messages')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(added.map(({ id }) => id).sort());
    expect(second.asked('/v1/messages')).toHaveLength(1);
    expect(second.state).toMatchObject({
      bookmarks: { messages: { created: '2026-01-31T12:55:00Z', lookback: [] } },
    });
  });

  it('that become visible within the grace of five minutes are not lost', async () => {
    const { emulator, runAt } = await messagesOf({ sizes: { messages: 0 } });
    const first = await runAt(NOW);
    const [late] = emulator.addMessages(1, { created: [NOW - 299] });
    const second = await runAt(NOW + HOUR, first.state);
    expect(recordsOf(second.messages, 'messages').map(({ id }) => id)).toEqual([late?.id]);
  });

  it('that have changed are written again once a lookback is due, and only those', async () => {
    const { emulator, runAt } = await messagesOf({ sizes: { messages: 0 } });
    const [changed] = emulator.addMessages(20, {
      created: Array.from({ length: 20 }, (_, index) => NOW - 20 * DAY - index),
    });
    const first = await runAt(NOW);
    emulator.changeMessage(changed?.id ?? '', (wire) => ({
      ...wire,
      metrics: { ...wire.metrics, opened: NOW + HOUR },
    }));
    const soon = await runAt(NOW + 2 * HOUR, first.state);
    expect(recordsOf(soon.messages, 'messages')).toEqual([]);
    const later = await runAt(NOW + 25 * HOUR, soon.state);
    expect(recordsOf(later.messages, 'messages')).toMatchObject([
      { id: changed?.id, metrics: { opened: '2026-01-31T13:00:00Z' } },
    ]);
    expect(later.state).toMatchObject({
      bookmarks: { messages: { lookback: [], looked_back: '2026-02-01T13:00:00Z' } },
    });
    const again = await runAt(NOW + 26 * HOUR, later.state);
    // The hour since then, twice, since it is without messages.
    expect(again.asked('/v1/messages')).toHaveLength(2);
  });

  it('are not looked back at where the setting says so', async () => {
    const { runAt } = await messagesOf({ sizes: { messages: 20 } });
    const settings = { TAP_CUSTOMERIO_MESSAGES_LOOKBACK_DAYS: '0' };
    const first = await runAt(NOW, undefined, settings);
    const second = await runAt(NOW + 3 * DAY, first.state, settings);
    // What is new, twice, since it is without messages.
    expect(second.asked('/v1/messages')).toHaveLength(2);
  });

  it('older than anchor_date are not read with a lookback either', async () => {
    const { runAt } = await messagesOf({ messagesSpanDays: 60, sizes: { messages: 60 } });
    const settings = { TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-25' };
    const first = await runAt(NOW, undefined, settings);
    const second = await runAt(NOW + 25 * HOUR, first.state, settings);
    const starts = second.asked('/v1/messages').map(({ query }) => Number(query['start_ts']));
    expect(starts.length).toBeGreaterThan(1);
    expect(new Date(Math.min(...starts) * 1000).toISOString()).toBe('2026-01-25T00:00:00.000Z');
  });

  it('are read from a later moment on where a user has moved the bookmark back', async () => {
    const { runAt } = await messagesOf({ messagesSpanDays: 60, sizes: { messages: 60 } });
    const first = await runAt(NOW);
    const bookmarks = first.state['bookmarks'] as Record<string, Json>;
    const messages = { ...bookmarks['messages'], created: '2026-01-20T00:00:00Z' };
    const second = await runAt(NOW + HOUR, { bookmarks: { ...bookmarks, messages } });
    const starts = second.asked('/v1/messages').map(({ query }) => Number(query['start_ts']));
    expect(new Date(Math.min(...starts) * 1000).toISOString()).toBe('2026-01-20T00:00:01.000Z');
    expect(second.stderr).toContain('INFO messages: the bookmark was moved back to 2026-01-20T00:00:00Z');
  });
});

describe.each(['newest_first', 'oldest_first'] as const)(
  'activities that the API lists %s',
  (activitiesOrder) => {
    it('are all read by the first run', async () => {
      const { emulator, runAt } = await activitiesOf({ activitiesOrder, sizes: { activities: 450 } });
      const { messages } = await runAt(NOW);
      expect(recordsOf(messages, 'activities')).toHaveLength(emulator.world.activities.length);
    });

    it('that are older than anchor_date are dropped', async () => {
      const { emulator, runAt } = await activitiesOf({ activitiesOrder, sizes: { activities: 450 } });
      const anchor = NOW - 10 * DAY;
      const { messages } = await runAt(NOW, undefined, { TAP_CUSTOMERIO_ANCHOR_DATE: String(anchor) });
      const { activities } = emulator.world;
      const times = Array.from(
        { length: activities.length },
        (_, index) => activities.at(index)?.timestamp ?? 0,
      );
      expect(recordsOf(messages, 'activities')).toHaveLength(times.filter((time) => time >= anchor).length);
    });
  },
);

describe('activities of a list that is known to be newest first', () => {
  const newestFirst = { activitiesOrder: 'newest_first' } as const;

  it('are read back to an hour before the bookmark, rounded up to a page, and one page more', async () => {
    const { emulator, runAt } = await activitiesOf({ ...newestFirst, sizes: { activities: 950 } });
    const first = await runAt(NOW);
    const added = emulator.addActivities(150, {
      timestamps: Array.from({ length: 150 }, (_, index) => NOW + 10 * index),
    });
    const second = await runAt(NOW + HOUR, first.state);
    const ids = recordsOf(second.messages, 'activities').map(({ id }) => id);
    for (const { id } of added) expect(ids).toContain(id);
    expect(second.asked('/v1/activities').length).toBeLessThanOrEqual(3);
  });

  it('that arrive late are found with the lookback, once it is due', async () => {
    const { emulator, runAt } = await activitiesOf({
      ...newestFirst,
      sizes: { activities: 950 },
      maxPageSizes: { activities: 5 },
    });
    const first = await runAt(NOW);
    const late = emulator.addActivities(2, {
      timestamps: [NOW - 40 * 60, NOW - 5 * HOUR],
      placedBy: 'timestamp',
    });
    const second = await runAt(NOW + HOUR, first.state);
    const ids = (run: { messages: Parameters<typeof recordsOf>[0] }) =>
      recordsOf(run.messages, 'activities').map(({ id }) => id);
    expect(ids(second)).toContain(late[0]?.id);
    const third = await runAt(NOW + 25 * HOUR, second.state);
    expect(ids(third)).toContain(late[1]?.id);
  });

  it('are not walked whole again after a kill, also if an empty page ends the list', async () => {
    const { runAt } = await activitiesOf(
      {
        ...newestFirst,
        trailingEmptyPage: true,
        sizes: { activities: 60 },
        maxPageSizes: { activities: 10 },
      },
      1000,
    );
    const { messages } = await runAt(NOW);
    const total = recordsOf(messages, 'activities').length;
    const moments = messages.flatMap(({ type }, index) => (type === 'STATE' ? [index + 1] : []));
    expect(moments.length).toBeGreaterThan(6);
    for (const moment of moments) {
      const written = messages.slice(0, moment);
      const { messages: rest } = await runAt(NOW + HOUR, lastState(written));
      const again = recordsOf(written, 'activities').length + recordsOf(rest, 'activities').length - total;
      // The page that proves the place, and the pages of the walk that reads what has come meanwhile.
      expect(again).toBeLessThanOrEqual(30);
    }
  });
});

describe('activities of a list that is not newest first', () => {
  it('are all read in each run, and it is said so', async () => {
    const { emulator, runAt } = await activitiesOf({
      activitiesOrder: 'oldest_first',
      sizes: { activities: 250 },
    });
    const first = await runAt(NOW);
    expect(first.state).toMatchObject({ bookmarks: { activities: { disorder: null } } });
    emulator.addActivities(3, { timestamps: [NOW + 10, NOW + 20, NOW + 30] });
    const second = await runAt(NOW + HOUR, first.state);
    expect(recordsOf(second.messages, 'activities')).toHaveLength(253);
    expect(second.stderr).toContain('INFO activities: the list is not known to be newest first');
  });
});

describe('STATE', () => {
  it('carries bookmarks of unselected and unknown streams, and what else it held, over unchanged', async () => {
    const { runAt } = await workspace({ sizes: { messages: 0, activities: 0 } });
    const given = { bookmarks: { people: { updated: 5 } }, currently_syncing: 'people' };
    const { messages } = await runAt(NOW, given);
    for (const message of messages) {
      if (message.type === 'STATE') expect(message.value).toMatchObject(given);
    }
  });

  it('leaves the bookmark of a parent alone that is only read for its child', async () => {
    const { runAt } = await workspace({ sizes: { messages: 0, activities: 0 } });
    const catalog = JSON.parse(readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'));
    const onlyChild = {
      streams: catalog.streams.filter(({ stream }: { stream: string }) => stream === 'campaign_actions'),
    };
    const { state } = await runAt(NOW, { bookmarks: { campaigns: { mine: 1 } } }, {}, [
      '--catalog',
      tempFile('catalog.json', onlyChild),
    ]);
    expect(state).toMatchObject({ bookmarks: { campaigns: { mine: 1 } } });
  });

  it('comes at least every 10,000 records', async () => {
    const { runAt } = await workspace({
      sizes: { segments: 1, membersPerSegment: 25_000, messages: 0, activities: 0 },
    });
    const { messages } = await runAt(NOW);
    let records = 0;
    for (const message of messages) {
      records = message.type === 'STATE' ? 0 : records + (message.type === 'RECORD' ? 1 : 0);
      expect(records).toBeLessThanOrEqual(10_000);
    }
  });
});

describe('an answer that is dated decades ago, as a gateway without a clock does', () => {
  it('moves no bookmark back', async () => {
    const { emulator, runAt } = await workspace({ unknownFields: false });
    const headers = { date: 'Thu, 01 Jan 1970 00:00:00 GMT' };
    const action = { kind: 'body', body: '{"snippets":[]}', headers } as const;
    emulator.faults.add({ match: { template: '/v1/snippets' }, action });
    // One request at a time, so that both runs see the pages in the same order.
    const settings = { TAP_CUSTOMERIO_MAX_CONCURRENCY: '1' };
    const { state } = await runAt(NOW, undefined, settings);
    const { state: undisturbed } = await runAt(NOW, undefined, settings);
    expect(state).toEqual(undisturbed);
  });
});

describe('ACTIVATE_VERSION', () => {
  const ON = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };
  const VERSION = NOW * 1000;

  it('is not written unless it is asked for', async () => {
    const { runAt } = await workspace();
    const { messages } = await runAt(NOW);
    expect(messages.some((message) => message.type === 'ACTIVATE_VERSION' || 'version' in message)).toBe(
      false,
    );
  });

  it('follows the last record of each FULL_TABLE stream, all of which carry its version, and of no other', async () => {
    const { runAt } = await workspace({ sizes: { segments: 1 } });
    const { messages } = await runAt(NOW, undefined, ON);
    const ended = new Set<string>();
    for (const message of messages) {
      if (message.type === 'ACTIVATE_VERSION') {
        expect(message.version).toBe(VERSION);
        ended.add(message.stream);
      }
      if (message.type !== 'RECORD') continue;
      expect(ended).not.toContain(message.stream);
      expect(message.version).toBe(['activities', 'messages'].includes(message.stream) ? undefined : VERSION);
    }
    expect(ended.size).toBe(14);
  });

  it('is not written for the members of segments of which one is still being built', async () => {
    const { runAt } = await workspace({ sizes: { segments: 3 } });
    const { messages, code } = await runAt(NOW, undefined, ON);
    const ended = messages.flatMap((message) =>
      message.type === 'ACTIVATE_VERSION' ? [message.stream] : [],
    );
    expect([code, ended.includes('segments'), ended.includes('segment_membership')]).toEqual([
      0,
      true,
      false,
    ]);
  });

  it('is not written for members if a segment began to be built while they were read', async () => {
    const run = async (state: string) => {
      const { emulator, runAt } = await workspace();
      for (const segment of emulator.world.segments)
        Object.assign(segment, { state: 'finished', progress: null });
      const template = '/v1/segments/{segment_id}/membership';
      const change = (body: unknown) => {
        Object.assign(emulator.world.segments[1] ?? {}, { state });
        return body;
      };
      emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'change', change } });
      const { messages, stderr } = await runAt(NOW, undefined, ON);
      const isActivated = messages.some(
        (message) => message.type === 'ACTIVATE_VERSION' && message.stream === 'segment_membership',
      );
      return {
        isActivated,
        isPartial: stderr.includes('segment_membership is partial: 1 segment still being built'),
      };
    };
    expect(await run('building')).toEqual({ isActivated: false, isPartial: true });
    expect(await run('finished')).toEqual({ isActivated: true, isPartial: false });
  });

  it('has a greater version in each run, whatever the clock says', async () => {
    const { runAt } = await workspace();
    const first = await runAt(NOW, undefined, ON);
    const second = await runAt(NOW - HOUR, first.state, ON);
    const versions = second.messages.flatMap((message) =>
      message.type === 'ACTIVATE_VERSION' ? [message.version] : [],
    );
    expect(new Set(versions)).toEqual(new Set([VERSION + 1]));
  });

  it.each([
    ['is not written for a stream with a parent that is refused, but still exists', 200, false],
    ['does not fail for a parent that was deleted meanwhile: its own request is refused, too', 404, true],
  ])('%s', async (_, own, isDeleted) => {
    const { emulator, runAt } = await workspace();
    const refusal = { kind: 'status', status: 404 } as const;
    const template = '/v1/segments/{segment_id}/membership';
    emulator.faults.add({ match: { template }, after: 1, action: refusal });
    if (own === 404)
      emulator.faults.add({ match: { template: '/v1/segments/{segment_id}' }, action: refusal });
    const { messages, stderr, code } = await runAt(NOW, undefined, ON);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      isDeleted
        ? /WARNING segment_membership: 1 record of segments deleted meanwhile/
        : /WARNING segment_membership: 1 record of segments could not be read/,
    );
    // One segment is still being built in this world, whatever else is the matter.
    expect(stderr).toMatch(/segment_membership is partial: .*still being built/);
    expect(/segment_membership is partial: .*still exist/.test(stderr)).toBe(!isDeleted);
    expect(messages.some((message) => message.type === 'ACTIVATE_VERSION')).toBe(true);
  });

  it.each([
    ['/v1/snippets', '{"snippets":[{"value":"v"},{"name":"n"}]}', ['snippets']],
    [
      '/v1/segments',
      '{"segments":[{"id":null,"name":"n"},{"id":7,"name":"n"}]}',
      ['segments', 'segment_membership'],
    ],
  ])(
    'is not written for a stream of which a record lacked its key (%s), nor for its children',
    async (template, body, without) => {
      const { emulator, runAt } = await workspace({ sizes: { segments: 1 } });
      emulator.faults.add({ match: { template }, action: { kind: 'body', body } });
      const { messages, code } = await runAt(NOW, undefined, ON);
      expect(code).toBe(0);
      const ended = messages.flatMap((message) =>
        message.type === 'ACTIVATE_VERSION' ? [message.stream] : [],
      );
      for (const stream of without) expect(ended).not.toContain(stream);
      expect(ended).toHaveLength(14 - without.length);
    },
  );
});
