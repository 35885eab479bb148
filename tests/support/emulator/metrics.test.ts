import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ask } from './ask.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';
import type { MessageRecord } from './wire.ts';

/** 2026-01-31T12:00:00Z. */
const NOW = 1_769_860_800;
const DAY = 86_400;
/** Messages begin here. */
const START = NOW - 120 * DAY;

type Series = Record<string, (number | null)[]>;
type Happened = (message: MessageRecord) => number | undefined;

/** A list of metrics, and whose messages it counts. */
interface Counted {
  path: string;
  isBounded: boolean;
  parent: number;
  isOf: (message: MessageRecord) => boolean;
}

const start = (seed: number) =>
  startEmulator({
    seed,
    now: NOW,
    clock: () => NOW,
    requestsPerSecond: false,
    messagesSpanDays: 120,
    sizes: {
      campaigns: 3,
      actionsPerCampaign: 5,
      broadcasts: 2,
      actionsPerBroadcast: 2,
      newsletters: 12,
      transactionalMessages: 2,
      messages: 400,
      drafts: 20,
    },
  });

function everyList({ world }: Emulator): Counted[] {
  const lists: Counted[] = [];
  const add = (path: string, parent: number, isOf: Counted['isOf']) =>
    lists.push({ path, parent, isOf, isBounded: path.startsWith('/v1/campaigns') });
  for (const { id } of world.campaigns) {
    add(`/v1/campaigns/${id}`, id, ({ campaign_id }) => campaign_id === id);
    for (const action of world.campaignActions.get(id) ?? [])
      add(`/v1/campaigns/${id}/actions/${action.id}`, id, ({ action_id }) => String(action_id) === action.id);
  }
  for (const { id } of world.broadcasts) {
    add(`/v1/broadcasts/${id}`, id, ({ broadcast_id }) => broadcast_id === id);
    for (const action of world.broadcastActions.get(id) ?? [])
      add(
        `/v1/broadcasts/${id}/actions/${action.id}`,
        id,
        ({ action_id }) => action_id === Number(action.id),
      );
  }
  for (const { id, content_ids } of world.newsletters) {
    add(`/v1/newsletters/${id}`, id, ({ newsletter_id }) => newsletter_id === id);
    for (const content of [content_ids].flat())
      add(`/v1/newsletters/${id}/contents/${content}`, id, ({ content_id }) => content_id === content);
  }
  for (const { id } of world.transactionalMessages)
    add(`/v1/transactional/${id}`, id, (message) => message.transactional_message_id === id);
  return lists;
}

/** Time at which a metric of a series happened to a message: its own, or that of a delivery without tracking. */
function happenedOf(metric: string): Happened {
  const untracked = ['webhook', 'slack', ...(metric === 'open_untracked' ? ['twilio', 'whatsapp'] : [])];
  switch (metric) {
    case 'created':
      return ({ created }) => created;
    case 'untracked':
    case 'link_untracked':
    case 'open_untracked':
      return ({ type, metrics }) => (untracked.includes(type) ? metrics['delivered'] : undefined);
    default:
      return ({ metrics }) => metrics[metric];
  }
}

/** The same for a click on a link: a machine's where nobody clicked. */
function clickedOf(metric: string, link: number): Happened {
  return ({ metrics }) => {
    const [any, human] = [metrics[`link:${link}`], metrics[`human_link:${link}`]];
    if (metric === 'clicked') return any;
    return metric === 'human_clicked' ? human : human === undefined ? any : undefined;
  };
}

const utcDay = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
const eastern = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });
const easternDay = (seconds: number) => eastern.format(seconds * 1000);

/** Counts for each of the days that end with today, by the names of days. */
function byDay(times: readonly number[], days: number, dayOf: (seconds: number) => string): number[] {
  const all = times.map(dayOf);
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(NOW - (days - 1 - index) * DAY);
    return all.filter((one) => one === day).length;
  });
}

const timesOf = (messages: readonly MessageRecord[], happened: Happened) =>
  messages.flatMap((message) => happened(message) ?? []).filter((time) => time <= NOW);

const sum = (counts: readonly (number | null)[] = []) =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0);

const seriesAt = async (emulator: Emulator, path: string, query: Record<string, string>): Promise<Series> =>
  Object((await ask(emulator, path, query)).body['metric']).series;

it('every metric of every list is the sum of what happened to the messages, by day, hour and month, for any seed', async () => {
  const counted = new Set<string>();
  const check = async (seed: number) => {
    const emulator = await start(seed);
    const messages = [...emulator.world.messages, ...emulator.world.drafts];
    for (const { path, isBounded, isOf } of everyList(emulator)) {
      const own = messages.filter(isOf);
      const window = { start: String(START - (START % DAY)), end: String(NOW) };
      const days = isBounded ? 121 : 30;
      const query = isBounded ? { ...window, res: 'days' } : { period: 'days', steps: '30' };
      const daily = await seriesAt(emulator, `${path}/metrics`, query);
      const longest = isBounded ? { ...window, res: 'months' } : { period: 'months', steps: '12' };
      const monthly = await seriesAt(emulator, `${path}/metrics`, longest);
      const short = isBounded
        ? { start: String(NOW - 23 * 3600), end: String(NOW), res: 'hours' }
        : { period: 'hours', steps: '24' };
      const hourly = await seriesAt(emulator, `${path}/metrics`, short);
      const expected = Object.keys(daily).map((metric) => {
        const times = timesOf(own, happenedOf(metric));
        if (times.length > 0) counted.add(metric);
        const hours = times.filter((time) => time >= NOW - 23 * 3600).length;
        return [metric, byDay(times, days, isBounded ? utcDay : easternDay), times.length, 24, hours];
      });
      const served = Object.entries(daily).map(([metric, counts]) => [
        metric,
        counts,
        sum(monthly[metric]),
        hourly[metric]?.length,
        sum(hourly[metric]),
      ]);
      expect([path, served]).toEqual([path, expected]);
    }
    await emulator.close();
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 3 });
  for (const metric of [
    'sent',
    'human_opened',
    'prefetch_opened',
    'human_clicked',
    'machine_clicked',
    'converted',
  ])
    expect(counted).toContain(metric);
  for (const metric of [
    'drafted',
    'bounced',
    'unsubscribed',
    'topic_unsubscribed',
    'spammed',
    'undeliverable',
  ])
    expect(counted).toContain(metric);
});

it('clicks on links, and journeys, are those of the messages, for any seed', async () => {
  const check = async (seed: number) => {
    const emulator = await start(seed);
    const messages = [...emulator.world.messages, ...emulator.world.drafts];
    for (const { path, isOf } of everyList(emulator)) {
      const own = messages.filter(isOf);
      const { body } = await ask(emulator, `${path}/metrics/links`, { period: 'months', steps: '12' });
      for (const { link, metric } of Object(body)['links'])
        for (const name of ['clicked', 'human_clicked', 'machine_clicked'])
          expect([path, link.id, name, sum(metric.series[name])]).toEqual([
            path,
            link.id,
            name,
            timesOf(own, clickedOf(name, link.id)).length,
          ]);
      const linked = Object(body)['links'].map(({ link }: { link: { id: number } }) => `link:${link.id}`);
      for (const name of own.flatMap(({ metrics }) => Object.keys(metrics)))
        if (name.startsWith('link:')) expect(linked).toContain(name);
    }
    for (const { id } of emulator.world.campaigns) {
      const query = { start: String(START), end: String(NOW), resolution: 'weeks' };
      const { body } = await ask(emulator, `/v1/campaigns/${id}/journey_metrics`, query);
      const people = (keep: (message: MessageRecord) => boolean) => {
        const own = messages.filter((message) => message.campaign_id === id && keep(message));
        return new Set(own.map((message) => JSON.stringify(message['customer_identifiers']))).size;
      };
      const series: Series = Object(body['journey_metric']);
      expect([sum(series['started']), sum(series['messaged']), sum(series['converted'])]).toEqual([
        people(() => true),
        people(({ metrics }) => metrics['sent'] !== undefined),
        people(({ metrics }) => metrics['converted'] !== undefined),
      ]);
      expect(sum(series['activated']) + sum(series['never_activated'])).toBe(sum(series['started']));
    }
    await emulator.close();
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 3 });
});

it('a message that comes, or to which something happens, counts at once', async () => {
  const emulator = await start(1);
  const sentBy = async ({ campaign_id }: MessageRecord) => {
    const query = { start: String(START), end: String(NOW), res: 'months' };
    const series = await seriesAt(emulator, `/v1/campaigns/${campaign_id}/metrics`, query);
    return [sum(series['created']), sum(series['converted'])];
  };
  const message = [...emulator.world.messages].find(
    ({ campaign_id, metrics }) => campaign_id !== null && metrics['converted'] === undefined,
  );
  if (message === undefined) throw new Error('no message of a campaign');
  const [created = 0, converted = 0] = await sentBy(message);
  emulator.changeMessage(message.id, (one) => ({ ...one, metrics: { ...one.metrics, converted: NOW } }));
  expect(await sentBy(message)).toEqual([created, converted + 1]);
  const added = emulator.addMessages(200).filter(({ campaign_id }) => campaign_id === message.campaign_id);
  expect(added.length).toBeGreaterThan(0);
  expect(await sentBy(message)).toEqual([created + added.length, converted + 1]);
  await emulator.close();
});
