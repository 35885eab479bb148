import { ask, askAll } from '../support/emulator/ask.ts';
import type { Emulator } from '../support/emulator/start-emulator.ts';
import type { Row } from './store.ts';

/** What the API answers, asked without the tap, by stream; times are in ISO form. */
export type RawAnswers = ReadonlyMap<string, readonly Row[]>;

const DAY = 86_400;
/** A newsletter is asked for its metrics for that long after it was sent. */
const NEWSLETTER_DAYS = 45 + 183;
const TIMES = ['created', 'created_at', 'updated', 'updated_at', 'sent_at', 'timestamp'];

/** Asks the emulator for all that the queries and the models are about. `since` is the anchor, in unix seconds. */
export async function askForAll(emulator: Emulator, now: number, since: number): Promise<RawAnswers> {
  const list = async (path: string, key: string, query: Record<string, string> = {}) =>
    (await askAll(emulator, path, key, query)).map((item) => withTimes(Object(item)));
  const campaigns = await list('/v1/campaigns', 'campaigns');
  // One that never began has no metrics to ask for.
  const begun = campaigns.filter(({ first_started }) => first_started);
  const newsletters = await list('/v1/newsletters', 'newsletters', { limit: '100' });
  const segments = await list('/v1/segments', 'segments');
  const counted = newsletters.filter(
    ({ sent_at }) => sent_at !== null && Date.parse(String(sent_at)) / 1000 > now - NEWSLETTER_DAYS * DAY,
  );
  const bounds = { start: String(Math.floor(since / DAY) * DAY), end: String(now) };
  const steps = { period: 'days', steps: '45' };
  const each = async (parents: readonly Row[], read: (id: unknown) => Promise<Row[]>) =>
    (await Promise.all(parents.map(({ id }) => read(id)))).flat();
  const seriesOf = async (path: string, at: string, query: Record<string, string>) =>
    Object(valueAt((await ask(emulator, path, query)).body, at));
  return new Map<string, readonly Row[]>([
    ['campaigns', campaigns],
    ['newsletters', newsletters],
    ['segments', segments],
    ['broadcasts', await list('/v1/broadcasts', 'broadcasts')],
    ['transactional_messages', await list('/v1/transactional', 'messages')],
    ['subscription_topics', await list('/v1/subscription_topics', 'topics')],
    [
      'messages',
      await list('/v1/messages', 'messages', {
        limit: '1000',
        start_ts: String(now - 183 * DAY),
        end_ts: String(now),
      }),
    ],
    ['activities', await list('/v1/activities', 'activities', { limit: '100' })],
    ['segment_membership', await each(segments, (id) => membersOf(emulator, id))],
    ['people', await askForPeople(emulator)],
    ['optouts', await askForOptouts(emulator)],
    ['esp_suppressions', await askForSuppressions(emulator)],
    [
      'newsletter_test_groups',
      await each(newsletters, async (newsletter_id) =>
        (await list(`/v1/newsletters/${newsletter_id}/test_groups`, 'test_groups')).map((group) => ({
          ...group,
          newsletter_id,
          content_ids: [group['content_ids'] ?? []].flat().map(Number),
        })),
      ),
    ],
    [
      'campaign_metrics',
      await each(begun, async (campaign_id) =>
        utcDays(
          await seriesOf(`/v1/campaigns/${campaign_id}/metrics`, 'metric.series', {
            version: '2',
            res: 'days',
            ...bounds,
          }),
          bounds.start,
        ).map((row) => ({ ...row, campaign_id })),
      ),
    ],
    [
      'campaign_journey_metrics',
      await each(begun, async (campaign_id) =>
        utcDays(
          await seriesOf(`/v1/campaigns/${campaign_id}/journey_metrics`, 'journey_metric', {
            resolution: 'days',
            ...bounds,
          }),
          bounds.start,
        ).map((row) => ({ ...row, campaign_id })),
      ),
    ],
    [
      'newsletter_metrics',
      await each(counted, async (newsletter_id) =>
        easternDays(
          await seriesOf(`/v1/newsletters/${newsletter_id}/metrics`, 'metric.series', steps),
          now,
        ).map((row) => ({ ...row, newsletter_id })),
      ),
    ],
    [
      'campaign_link_metrics',
      await each(begun, async (campaign_id) => {
        const { body } = await ask(emulator, `/v1/campaigns/${campaign_id}/metrics/links`, steps);
        return [body['links']].flat().flatMap((item) => {
          const { link, metric } = Object(item);
          const days = easternDays(metric.series, now);
          return days.map((row) => ({ ...row, campaign_id, link_id: link.id, href: link.href }));
        });
      }),
    ],
  ]);
}

/** The members of a segment. */
export async function membersOf(emulator: Emulator, segment_id: unknown): Promise<Row[]> {
  const members = await askAll(emulator, `/v1/segments/${segment_id}/membership`, 'identifiers');
  return members.map((member) => ({ ...Object(member), segment_id }));
}

async function askForPeople(emulator: Emulator): Promise<Row[]> {
  const post = (path: string, query: Record<string, string>, body: unknown) =>
    ask(emulator, path, query, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const everybody = { filter: { and: [{ attribute: { field: 'cio_id', operator: 'exists' } }] } };
  const found = await post('/v1/customers', { limit: '1000' }, everybody);
  const ids = [found.body['identifiers']].flat().map((person) => Object(person).cio_id);
  const { body } = await post('/v1/customers/attributes', { id_type: 'cio_id' }, { ids });
  return [body['customers']].flat().map((item) => {
    const person = Object(item);
    return { ...person, ...person.identifiers, unsubscribed: person.unsubscribed };
  });
}

async function askForOptouts(emulator: Emulator): Promise<Row[]> {
  const people = await askAll(emulator, '/v1/optouts', 'optouts', { limit: '1000' });
  return people.flatMap((item) => {
    const { optouts, ...person } = Object(item);
    const rows: Row[] = optouts.map((optout: Row) => ({ ...person, ...optout }));
    return rows.filter((row) => row['from'] !== undefined && row['from'] !== null && row['from'] !== '');
  });
}

async function askForSuppressions(emulator: Emulator): Promise<Row[]> {
  const types = ['blocks', 'bounces', 'spam_reports', 'invalid_emails'];
  const lists = types.map(async (suppression_type) => {
    const query = { limit: '1000' };
    const { body } = await ask(emulator, `/v1/esp/suppression/${suppression_type}`, query);
    return [body['suppressions'] ?? []]
      .flat()
      .map((item) => ({ ...withTimes(Object(item)), suppression_type }));
  });
  return (await Promise.all(lists)).flat();
}

/** A row for each place of a series that begins at a midnight in UTC. */
function utcDays(series: Record<string, (number | null)[]>, start: string): Row[] {
  return toRows(series).map((row, index) => ({ ...row, day: dayOf(Number(start) + index * DAY) }));
}

/** A row for each place of a series that ends on the present day in Eastern time; days of nulls are not remembered. */
function easternDays(series: Record<string, (number | null)[]>, now: number): Row[] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(now * 1000);
  const rows = toRows(series);
  return rows
    .map((row, index) => ({
      ...row,
      day: dayOf(Date.parse(today) / 1000 - (rows.length - 1 - index) * DAY),
    }))
    .filter(({ day, ...counts }) => day !== '' && Object.values(counts).some((value) => value !== null));
}

function toRows(series: Record<string, (number | null)[]>): Row[] {
  const [first = []] = Object.values(series);
  return first.map((_, index) =>
    Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values[index]])),
  );
}

function withTimes(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (TIMES.includes(name) && typeof value === 'number') return [name, isoOf(value)];
      if (name !== 'metrics') return [name, value];
      const times = Object.entries(Object(value)).map(([metric, time]) => [metric, isoOf(Number(time))]);
      return [name, Object.fromEntries(times)];
    }),
  );
}

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce((value, name) => Object(value)[name], body);
}

function isoOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function dayOf(seconds: number): string {
  return isoOf(seconds).slice(0, 10);
}
