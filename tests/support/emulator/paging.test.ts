import { afterEach, describe, expect, it } from 'vitest';
import { ask, askAll, askPages, recordsOf } from './ask.ts';
import type { EmulatorOptions } from './options.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

const SMALL_PAGES = {
  campaign_actions: 10,
  newsletters: 7,
  segment_membership: 7,
  activities: 7,
  messages: 7,
  sender_identities: 5,
};
// 60 newsletters and 60 members fill no whole number of pages, 21 activities do
const SIZES = { newsletters: 60, activities: 21, messages: 50, senderIdentities: 40 };

const PAGED = [
  {
    path: '/v1/campaigns/5/actions',
    key: 'actions',
    all: (emulator: Emulator) => emulator.world.campaignActions.get(5),
  },
  { path: '/v1/newsletters', key: 'newsletters', all: ({ world }: Emulator) => world.newsletters },
  {
    path: '/v1/segments/7/membership',
    key: 'identifiers',
    all: ({ world }: Emulator) => world.segmentMembers.get(7),
  },
  { path: '/v1/activities', key: 'activities', all: ({ world }: Emulator) => world.activities },
  {
    path: '/v1/messages',
    key: 'messages',
    all: ({ world }: Emulator) => [...world.messages].map(({ tracked_responses, ...rest }) => rest),
  },
  {
    path: '/v1/sender_identities',
    key: 'sender_identities',
    query: { hidden: 'false' },
    all: ({ world }: Emulator) => world.senderIdentities.filter((sender) => sender['hidden'] !== true),
  },
];

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  emulator = await startEmulator({
    profile: 'documented',
    requestsPerSecond: false,
    maxPageSizes: SMALL_PAGES,
    sizes: SIZES,
    messagesSpanDays: 100,
    ...options,
  });
  return emulator;
}

describe.each(PAGED)('$path', ({ path, key, query = {}, all }) => {
  const variants: EmulatorOptions[] = [
    { endOfPages: 'absent' },
    { endOfPages: 'null' },
    { endOfPages: 'empty' },
    { trailingEmptyPage: true },
    { emptyPageEvery: 2 },
    { activitiesOrder: 'oldest_first', messagesOrder: 'oldest_first' },
  ];

  it.each(variants)('serves every record once with %o', async (options) => {
    await start(options);
    const served = await askAll(emulator, path, key, query);
    expect(sorted(served)).toEqual(sorted([...(all(emulator) ?? [])]));
    expect(emulator.requests.length).toBeGreaterThan(2);
  });

  it('refuses all cursors issued before', async () => {
    await start();
    const { body } = await ask(emulator, path, query);
    emulator.refuseCursors();
    expect((await ask(emulator, path, { ...query, start: String(body['next']) })).status).toBe(400);
    const again = await ask(emulator, path, query);
    expect((await ask(emulator, path, { ...query, start: String(again.body['next']) })).status).toBe(200);
  });
});

describe('the last page', () => {
  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
  ] as const)('has a next that is %s', async (endOfPages, next) => {
    await start({ endOfPages });
    expect((await lastPage('/v1/activities')).body['next']).toBe(next);
  });

  it('is empty if a trailing empty page is wanted', async () => {
    await start({ trailingEmptyPage: true });
    expect(recordsOf((await lastPage('/v1/activities')).body, 'activities')).toEqual([]);
  });

  it('has records if they fill whole pages', async () => {
    await start();
    expect(recordsOf((await lastPage('/v1/activities')).body, 'activities')).toHaveLength(7);
  });
});

it('has empty pages in between if wanted, each with a next', async () => {
  await start({ emptyPageEvery: 2 });
  const sizes: number[] = [];
  for await (const { body } of askPages(emulator, '/v1/activities')) {
    sizes.push(recordsOf(body, 'activities').length);
  }
  expect(sizes).toEqual([7, 0, 7, 0, 7]);
});

describe('cursors', () => {
  it.each(['newest_first', 'oldest_first'] as const)(
    'stay where they are while activities arrive %s',
    async (order) => {
      await start({ activitiesOrder: order });
      const before = [...emulator.world.activities];
      const served: unknown[] = [];
      for await (const { body } of askPages(emulator, '/v1/activities')) {
        served.push(...recordsOf(body, 'activities'));
        if (served.length <= 14) emulator.addActivities(3);
      }
      const expected = order === 'newest_first' ? before.reverse() : [...emulator.world.activities];
      expect(served).toEqual(expected);
    },
  );

  it('are refused with another window', async () => {
    await start();
    const { body } = await ask(emulator, '/v1/messages', { start_ts: '1' });
    expect((await ask(emulator, '/v1/messages', { start_ts: '2', start: String(body['next']) })).status).toBe(
      400,
    );
  });

  it('are refused by another list', async () => {
    await start();
    const { body } = await ask(emulator, '/v1/campaigns/5/actions');
    expect((await ask(emulator, '/v1/campaigns/14/actions', { start: String(body['next']) })).status).toBe(
      400,
    );
  });

  it.each(['x', 'MDox', '[]', 'bnVsbA=='])('are refused if made up: %s', async (start_) => {
    await start();
    expect((await ask(emulator, '/v1/activities', { start: start_ })).status).toBe(400);
  });
});

describe('limit', () => {
  it('above the maximum is cut to it', async () => {
    await start({ maxPageSizes: {}, sizes: { activities: 250 } });
    const { body } = await ask(emulator, '/v1/activities', { limit: '5000' });
    expect(recordsOf(body, 'activities')).toHaveLength(100);
  });

  it('has the default of the operation', async () => {
    await start({ maxPageSizes: {} });
    expect(recordsOf((await ask(emulator, '/v1/activities')).body, 'activities')).toHaveLength(10);
  });

  it('cannot be chosen for the actions of a campaign', async () => {
    await start();
    const { body } = await ask(emulator, '/v1/campaigns/5/actions', { limit: '20' });
    expect(recordsOf(body, 'actions')).toHaveLength(10);
  });

  it.each(['0', '-1', '1.5', 'many', ''])('is refused if not a positive integer: "%s"', async (limit) => {
    await start();
    expect((await ask(emulator, '/v1/activities', { limit })).status).toBe(400);
  });
});

describe('order', () => {
  it('is newest first unless told otherwise', async () => {
    await start();
    const times = (await askAll(emulator, '/v1/messages', 'messages')).map(createdOf);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('of newsletters is chosen by sort', async () => {
    await start();
    const asc = await askAll(emulator, '/v1/newsletters', 'newsletters', { sort: 'asc' });
    const desc = await askAll(emulator, '/v1/newsletters', 'newsletters', { sort: 'desc' });
    expect(desc).toEqual(asc.reverse());
  });

  it('puts a back-dated activity by arrival or by timestamp', async () => {
    await start();
    const timestamps = [emulator.world.activities.at(10)?.timestamp ?? 0];
    const [byArrival] = emulator.addActivities(1, { timestamps });
    const [byTime] = emulator.addActivities(1, { timestamps, placedBy: 'timestamp' });
    const served = await askAll(emulator, '/v1/activities', 'activities');
    expect(served[0]).toEqual(byArrival);
    expect(served.findIndex((record) => JSON.stringify(record) === JSON.stringify(byTime))).toBeGreaterThan(
      9,
    );
  });
});

it('lists visible senders without hidden=true, and hidden ones alone with it', async () => {
  await start();
  const list = (query: Record<string, string>) =>
    askAll(emulator, '/v1/sender_identities', 'sender_identities', query);
  const { senderIdentities } = emulator.world;
  expect(await list({ hidden: 'false' })).toEqual(
    senderIdentities.filter((sender) => sender['hidden'] !== true),
  );
  const hidden = await list({ hidden: 'true' });
  expect(hidden).toEqual(senderIdentities.filter((sender) => sender['hidden'] === true));
  expect(hidden.length).toBeGreaterThan(0);
});

async function lastPage(path: string) {
  let last = await ask(emulator, path);
  for await (const page of askPages(emulator, path)) last = page;
  return last;
}

function sorted(records: unknown[]): string[] {
  return records.map((record) => JSON.stringify(record)).sort();
}

function createdOf(record: unknown): number {
  return typeof record === 'object' && record !== null && 'created' in record
    ? Number(record.created)
    : Number.NaN;
}
