import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { NOW } from '../../support/harness/emulator-for.ts';
import { catalogOf } from '../../support/harness/made-up-api.ts';
import { type Json, lastState, type Message } from '../../support/harness/messages.ts';
import { envFor, runMain } from '../../support/harness/run-main.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

const DAY = 86_400;
const HOUR = 3600;

interface Case {
  streams: readonly string[];
  api: EmulatorOptions;
  /** What comes to the workspace before the first run. */
  before?: (emulator: Emulator) => void;
  /** What has come to the workspace when the second run begins, an hour later. */
  meanwhile?: (emulator: Emulator) => void;
}

function tableOf(messages: readonly Message[]): Map<string, string> {
  const rows = messages.flatMap((message): [string, string][] => {
    if (message.type !== 'RECORD') return [];
    const { stream, record } = message;
    const keys = ['campaign_id', 'broadcast_id', 'segment_id', 'cio_id', 'id', 'name'].map(
      (key) => record[key],
    );
    return [
      [`${stream}/${stream === 'segment_membership' ? keys.slice(2, 4) : keys}`, JSON.stringify(record)],
    ];
  });
  return new Map(rows);
}

/** The lines after which a kill makes a difference: each STATE, and each record before one. */
function* prefixesOf(messages: readonly Message[]): Generator<Message[]> {
  for (let length = 0; length <= messages.length; length += 1) {
    const isBeforeState = messages[length]?.type === 'STATE';
    const isAfterState = messages[length - 1]?.type === 'STATE';
    if (isBeforeState || isAfterState || length === messages.length) yield messages.slice(0, length);
  }
}

async function play({ streams, api, before, meanwhile }: Case): Promise<{ moments: number; lost: string[] }> {
  let time = NOW;
  const emulator = await startEmulator({ now: NOW, clock: () => time, requestsPerSecond: false, ...api });
  try {
    const env = envFor(emulator, { TAP_CUSTOMERIO_ANCHOR_DATE: String(NOW - 60 * DAY) });
    const catalog = tempFile('catalog.json', catalogOf(streams));
    const run = async (state?: Json) => {
      const argv = ['--catalog', catalog, ...(state ? ['--state', tempFile('state.json', state)] : [])];
      const { code, messages, stderr } = await runMain(argv, env, () => time * 1000);
      expect([code, stderr.match(/ERROR.*/)]).toEqual([0, null]);
      return messages;
    };
    before?.(emulator);
    const first = await run();
    time = NOW + HOUR;
    meanwhile?.(emulator);
    const clean = tableOf(await run());
    const lost: string[] = [];
    let moments = 0;
    /** What the next run brings, by the state that it starts from: each is run once. */
    const second = new Map<string, Map<string, string>>();
    for (const prefix of prefixesOf(first)) {
      moments += 1;
      const state = lastState(prefix);
      const key = JSON.stringify(state);
      const table = second.get(key) ?? tableOf(await run(state));
      second.set(key, table);
      const union = new Map([...tableOf(prefix), ...table]);
      for (const [key, record] of clean)
        if (union.get(key) !== record) lost.push(`${key} after ${prefix.length} lines`);
    }
    return { moments, lost };
  } finally {
    await emulator.close();
  }
}

/** From now on cursors issued so far are answered with an empty list, as if it ended there. */
function forgetCursors(emulator: Emulator, template: string, list: string): void {
  // Those issued from now on look different.
  emulator.refuseCursors();
  const forgotten = new Set(emulator.requests.flatMap(({ query }) => query['start'] ?? []));
  emulator.faults.add({
    match: { template, where: ({ query }) => forgotten.has(query['start'] ?? '') },
    times: Number.POSITIVE_INFINITY,
    action: { kind: 'body', body: JSON.stringify({ [list]: [] }) },
  });
}

const ORDERS = ['newest_first', 'oldest_first'] as const;
const ENDS = ['absent', 'null', 'empty'] as const;
const activities = (api: EmulatorOptions): EmulatorOptions => ({
  ...api,
  sizes: { activities: 50, ...api.sizes },
  maxPageSizes: { activities: 10 },
});
/** As many instants as asked for, from `start` on, `step` seconds apart. */
const instants = (length: number, start: number, step: number) =>
  Array.from({ length }, (_, index) => start + step * index);

describe('a run that is killed after any line, and the next from its last STATE, together lose nothing', () => {
  describe.each(ORDERS)('of activities listed %s', (activitiesOrder) => {
    const cases: [string, Case][] = [
      ...ENDS.map((endOfPages): [string, Case] => [
        `with ${endOfPages} next at the end`,
        {
          streams: ['activities'],
          api: activities({ activitiesOrder, endOfPages }),
          meanwhile: (emulator) => emulator.addActivities(15),
        },
      ]),
      [
        'with an empty page that has a next',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder, emptyPageEvery: 3, trailingEmptyPage: true }),
          meanwhile: (emulator) => emulator.addActivities(3),
        },
      ],
      [
        'all on one page',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder, sizes: { activities: 4 } }),
          meanwhile: (emulator) => emulator.addActivities(30),
        },
      ],
      [
        'of none at first',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder, sizes: { activities: 0 } }),
          meanwhile: (emulator) => emulator.addActivities(30),
        },
      ],
      [
        'all of the same second',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder, sizes: { activities: 0 } }),
          meanwhile: (emulator) => emulator.addActivities(45, { timestamps: instants(45, NOW + 60, 0) }),
        },
      ],
      [
        'with single back-dated ones at the newest end',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          meanwhile(emulator) {
            for (const back of [1, 5, 20]) {
              emulator.addActivities(4, { timestamps: instants(4, NOW + 60 * back, 1) });
              emulator.addActivities(1, { timestamps: [NOW - back * DAY] });
            }
          },
        },
      ],
      [
        'with records dated ahead',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          before: (emulator) => emulator.addActivities(2, { timestamps: [NOW + 400 * DAY, NOW + 500 * DAY] }),
          meanwhile: (emulator) => emulator.addActivities(45, { timestamps: instants(45, NOW + 60, 10) }),
        },
      ],
      [
        'with records that become visible five minutes late, among those of their time',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          before: (emulator) => emulator.addActivities(30, { timestamps: instants(30, NOW - 300, 10) }),
          meanwhile(emulator) {
            emulator.addActivities(20, { timestamps: instants(20, NOW - 299, 3), placedBy: 'timestamp' });
            emulator.addActivities(30, { timestamps: instants(30, NOW + 60, 10) });
          },
        },
      ],
      [
        'with whole pages of back-dated ones at the newest end, above new ones',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          meanwhile(emulator) {
            emulator.addActivities(5, { timestamps: instants(5, NOW + 60, 1) });
            emulator.addActivities(30, { timestamps: instants(30, NOW - 10 * DAY, 60) });
          },
        },
      ],
      [
        'with a cursor that the API has forgotten, and answers with an empty list',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          meanwhile(emulator) {
            emulator.addActivities(15);
            forgetCursors(emulator, '/v1/activities', 'activities');
          },
        },
      ],
      [
        'with a cursor that the API has forgotten',
        {
          streams: ['activities'],
          api: activities({ activitiesOrder }),
          meanwhile(emulator) {
            emulator.addActivities(15);
            emulator.refuseCursors();
          },
        },
      ],
    ];
    it.each(cases)('%s', async (_, story) => {
      const { moments, lost } = await play(story);
      expect(lost).toEqual([]);
      expect(moments).toBeGreaterThan(2);
    });
  });

  it.each(ORDERS)('of messages listed %s, over more than six months', async (messagesOrder) => {
    const { lost } = await play({
      streams: ['messages'],
      api: { messagesOrder, sizes: { messages: 60 }, messagesSpanDays: 60, maxPageSizes: { messages: 5 } },
      meanwhile(emulator) {
        emulator.addMessages(8, {
          created: [NOW - 299, NOW - 200, NOW - 1, NOW, NOW + 1, NOW + 600, NOW + 601, NOW + HOUR - 1],
        });
      },
    });
    expect(lost).toEqual([]);
  });

  it('of messages of which one window holds most, so that later windows are done before it', async () => {
    const { lost } = await play({
      streams: ['messages'],
      api: {
        sizes: { messages: 20 },
        messagesSpanDays: 60,
        maxPageSizes: { messages: 5 },
        latencyMs: { min: 0, max: 3 },
      },
      before: (emulator) => emulator.addMessages(50, { created: instants(50, NOW - 58 * DAY, 60) }),
    });
    expect(lost).toEqual([]);
  });

  it('of messages, with cursors that the API has forgotten', async () => {
    const { lost } = await play({
      streams: ['messages'],
      api: { sizes: { messages: 50 }, messagesSpanDays: 60, maxPageSizes: { messages: 5 } },
      meanwhile: (emulator) => emulator.refuseCursors(),
    });
    expect(lost).toEqual([]);
  });

  it('of messages, with cursors that the API has forgotten, and answers with an empty list', async () => {
    const { lost } = await play({
      streams: ['messages'],
      api: { sizes: { messages: 50 }, messagesSpanDays: 60, maxPageSizes: { messages: 5 } },
      meanwhile: (emulator) => forgetCursors(emulator, '/v1/messages', 'messages'),
    });
    expect(lost).toEqual([]);
  });

  it('of children, and of lists with pages', async () => {
    const { lost } = await play({
      streams: ['campaigns', 'campaign_actions', 'segment_membership', 'newsletters', 'sender_identities'],
      api: {
        sizes: { campaigns: 6, segments: 8, membersPerSegment: 100, newsletters: 30, senderIdentities: 25 },
        maxPageSizes: { newsletters: 5, sender_identities: 5 },
      },
    });
    expect(lost).toEqual([]);
  });
});
