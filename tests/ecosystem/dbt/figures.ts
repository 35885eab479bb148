import type { RawAnswers } from '../raw-answers.ts';
import type { Row } from '../store.ts';

/** A figure that a mart gives, and how it follows from the API's answers. */
export interface Figure {
  name: string;
  /** One select on a mart, in the SQL of both databases. */
  sql: string;
  rows: (raw: Raw) => Row[];
}

/** The answers, and what happened meanwhile. */
export interface Raw {
  answers: RawAnswers;
  /** Who was in the segments when they were read last. */
  lastMembers: readonly Row[];
}

/** Somebody who has got messages through every kind of sender. */
const PERSON = 'a3000002';

/** Each is asked of both databases. */
export const figures: readonly Figure[] = [
  {
    name: 'campaigns by week',
    sql: `SELECT date_week, sender_name AS campaign, channel, sent, delivered, human_clicked
FROM customerio__weekly_messages
WHERE sender_type = 'campaign'
ORDER BY date_week, sender_id, channel`,
    rows: ({ answers }) =>
      groups(
        list(answers, 'messages').filter(({ campaign_id }) => campaign_id !== null),
        (message) => [mondayOf(sentOf(message)), message['campaign_id'], message['type']],
      ).map(([[date_week, id, channel], messages]) => ({
        date_week,
        campaign: nameOf(answers, 'campaigns', id),
        channel,
        ...counts(messages, ['sent', 'delivered', 'human_clicked']),
      })),
  },
  {
    name: "a person's timeline",
    sql: `SELECT occurred_at, event, detail, delivery_id
FROM customerio__timeline
WHERE cio_id = '${PERSON}'
ORDER BY occurred_at, event, delivery_id`,
    rows: timeline,
  },
  {
    name: 'deliverability by domain',
    sql: `SELECT recipient_domain, sum(sent) AS sent, sum(delivered) AS delivered, sum(bounced) AS bounced, sum(spammed) AS spammed
FROM customerio__deliverability
GROUP BY recipient_domain
ORDER BY recipient_domain`,
    rows: ({ answers }) =>
      groups(
        list(answers, 'messages').filter(
          ({ type, recipient }) => type === 'email' && String(recipient).includes('@'),
        ),
        ({ recipient }) => [String(recipient).split('@')[1]?.toLowerCase()],
      ).map(([[recipient_domain], messages]) => ({
        recipient_domain,
        ...counts(messages, ['sent', 'delivered', 'bounced', 'spammed']),
      })),
  },
  {
    name: 'A/B tests',
    sql: `SELECT newsletter_name, variant_name, is_winner, delivered, human_opened, human_clicked, human_clicked_rate
FROM customerio__experiments
ORDER BY newsletter_id, test_group_id`,
    rows: ({ answers }) =>
      sorted(list(answers, 'newsletter_test_groups'), ['newsletter_id', 'id']).map((group) => {
        const messages = list(answers, 'messages').filter(
          ({ newsletter_id, content_id }) =>
            newsletter_id === group['newsletter_id'] && [group['content_ids']].flat().includes(content_id),
        );
        const found = counts(messages, ['delivered', 'human_opened', 'human_clicked']);
        return {
          newsletter_name: nameOf(answers, 'newsletters', group['newsletter_id']),
          variant_name: group['name'] === '' ? null : (group['name'] ?? null),
          is_winner: group['winner'] === true,
          ...found,
          human_clicked_rate: rate(found['human_clicked'], found['delivered']),
        };
      }),
  },
  {
    name: 'churn of segments',
    sql: `SELECT segment_name, people, people_left, left_rate
FROM customerio__segments
ORDER BY segment_id`,
    rows: ({ answers, lastMembers }) =>
      sorted(list(answers, 'segments'), ['id']).map(({ id, name }) => {
        const before = list(answers, 'segment_membership').filter(({ segment_id }) => segment_id === id);
        const people = lastMembers.filter(({ segment_id }) => segment_id === id).length;
        const people_left = before.length - people;
        return { segment_name: name, people, people_left, left_rate: rate(people_left, before.length) };
      }),
  },
  {
    name: 'who left',
    sql: `SELECT segment_id, cio_id, email
FROM customerio__segment_members
WHERE has_left
ORDER BY segment_id, cio_id`,
    rows: ({ answers, lastMembers }) => {
      const last = new Set(lastMembers.map(({ segment_id, cio_id }) => `${segment_id} ${cio_id}`));
      const left = list(answers, 'segment_membership').filter(
        ({ segment_id, cio_id }) => !last.has(`${segment_id} ${cio_id}`),
      );
      return sorted(left, ['segment_id', 'cio_id']).map(({ segment_id, cio_id, email }) => ({
        segment_id,
        cio_id,
        email,
      }));
    },
  },
  {
    name: 'campaigns',
    sql: `SELECT campaign_name, messages, sent, delivered, human_opened, machine_opened, converted, human_opened_rate
FROM customerio__campaigns
ORDER BY campaign_id`,
    rows: ({ answers }) =>
      sorted(list(answers, 'campaigns'), ['id']).map(({ id, name }) => {
        const messages = list(answers, 'messages').filter(({ campaign_id }) => campaign_id === id);
        const found = counts(messages, ['sent', 'delivered', 'human_opened', 'converted']);
        return {
          campaign_name: name,
          messages: messages.length,
          ...found,
          machine_opened: messages.filter((message) => at(message, 'prefetch_opened')).length,
          human_opened_rate: rate(found['human_opened'], found['delivered']),
        };
      }),
  },
  {
    name: 'newsletters',
    sql: `SELECT newsletter_name, messages, delivered, human_clicked, unsubscribed
FROM customerio__newsletters
ORDER BY newsletter_id`,
    rows: ({ answers }) => perSender(answers, 'newsletters', 'newsletter_id', 'newsletter_name'),
  },
  {
    name: 'broadcasts',
    sql: `SELECT broadcast_name, messages, delivered, human_clicked, unsubscribed
FROM customerio__broadcasts
ORDER BY broadcast_id`,
    rows: ({ answers }) => perSender(answers, 'broadcasts', 'broadcast_id', 'broadcast_name'),
  },
  {
    name: 'transactional messages',
    sql: `SELECT transactional_message_name, messages, delivered, human_clicked, unsubscribed
FROM customerio__transactional_messages
ORDER BY transactional_message_id`,
    rows: ({ answers }) =>
      perSender(answers, 'transactional_messages', 'transactional_message_id', 'transactional_message_name'),
  },
  {
    name: 'people',
    sql: `SELECT cio_id, is_unsubscribed, topics_subscribed, topics_opted_out, messages, delivered, last_human_opened_at
FROM customerio__people
ORDER BY cio_id`,
    rows: people,
  },
  {
    name: 'people and campaigns',
    sql: `SELECT cio_id, sender_type, sender_id, messages, human_opened
FROM customerio__person_campaign
WHERE sender_type = 'campaign'
ORDER BY cio_id, sender_id`,
    rows: ({ answers }) =>
      groups(
        list(answers, 'messages').filter(({ campaign_id }) => campaign_id !== null),
        (message) => [personOf(answers, message), message['campaign_id']],
      ).map(([[cio_id, sender_id], messages]) => ({
        cio_id,
        sender_type: 'campaign',
        sender_id,
        messages: messages.length,
        ...counts(messages, ['human_opened']),
      })),
  },
  {
    name: 'days of campaigns, in UTC',
    sql: `SELECT sender_id, date_day, day_timezone, delivered, human_clicked
FROM customerio__daily_metrics
WHERE sender_type = 'campaign'
ORDER BY sender_id, date_day`,
    rows: ({ answers }) => days(answers, 'campaign_metrics', 'campaign_id', 'UTC'),
  },
  {
    name: 'days of newsletters, in Eastern time',
    sql: `SELECT sender_id, date_day, day_timezone, delivered, human_clicked
FROM customerio__daily_metrics
WHERE sender_type = 'newsletter'
ORDER BY sender_id, date_day`,
    rows: ({ answers }) => days(answers, 'newsletter_metrics', 'newsletter_id', 'America/New_York'),
  },
  {
    name: 'weeks of campaigns',
    sql: `SELECT sender_id, date_week, delivered
FROM customerio__weekly_metrics
WHERE sender_type = 'campaign'
ORDER BY sender_id, date_week`,
    rows: ({ answers }) =>
      groups(list(answers, 'campaign_metrics'), ({ campaign_id, day }) => [campaign_id, mondayOf(day)]).map(
        ([[sender_id, date_week], rows]) => ({ sender_id, date_week, delivered: sum(rows, 'delivered') }),
      ),
  },
  {
    name: 'links of campaigns',
    sql: `SELECT sender_id, href, clicked, human_clicked
FROM customerio__links
WHERE sender_type = 'campaign'
ORDER BY sender_id, link_id`,
    rows: ({ answers }) =>
      groups(list(answers, 'campaign_link_metrics'), ({ campaign_id, link_id, href }) => [
        campaign_id,
        link_id,
        href,
      ]).map(([[sender_id, , href], rows]) => ({
        sender_id,
        href,
        clicked: sum(rows, 'clicked'),
        human_clicked: sum(rows, 'human_clicked'),
      })),
  },
  {
    name: 'journeys',
    sql: `SELECT campaign_name, sum(started) AS started, sum(converted) AS converted
FROM customerio__journeys
GROUP BY campaign_id, campaign_name
ORDER BY campaign_id`,
    rows: ({ answers }) =>
      groups(list(answers, 'campaign_journey_metrics'), ({ campaign_id }) => [campaign_id]).map(
        ([[id], rows]) => ({
          campaign_name: nameOf(answers, 'campaigns', id),
          started: sum(rows, 'started'),
          converted: sum(rows, 'converted'),
        }),
      ),
  },
  {
    name: 'events as the warehouse sync has them',
    sql: `SELECT metric, machine, count(*) AS events
FROM customerio_sync__metrics
WHERE link_id IS NULL AND metric IN ('sent', 'opened', 'bounced')
GROUP BY metric, machine
ORDER BY metric, machine NULLS LAST`,
    rows: ({ answers }) => {
      const of = (metric: string) =>
        list(answers, 'messages').filter((message) => at(message, metric)).length;
      return [
        { metric: 'bounced', machine: null, events: of('bounced') },
        { metric: 'opened', machine: false, events: of('human_opened') },
        { metric: 'opened', machine: true, events: of('prefetch_opened') },
        { metric: 'opened', machine: null, events: of('opened') },
        { metric: 'sent', machine: null, events: of('sent') },
      ];
    },
  },
];

function timeline({ answers }: Raw): Row[] {
  const ofMessages = list(answers, 'messages')
    .filter((message) => personOf(answers, message) === PERSON)
    .flatMap((message) => {
      const first = new Map<string, string>();
      for (const [metric, time] of Object.entries(Object(message['metrics']))) {
        const event = metric.replace('secondary:', '').replace('prefetch_', 'machine_');
        const known = first.get(event);
        if (event.includes('link:') || (known !== undefined && known <= String(time))) continue;
        first.set(event, String(time));
      }
      const detail = message['subject'] || null;
      return [...first].map(([event, occurred_at]) => ({
        occurred_at,
        event,
        detail,
        delivery_id: message['id'],
      }));
    });
  const own = list(answers, 'activities')
    .filter(
      ({ customer_identifiers, delivery_id }) =>
        Object(customer_identifiers).cio_id === PERSON && !delivery_id,
    )
    .map(({ timestamp, type, name, url }) => ({
      occurred_at: timestamp,
      event: type,
      detail: name || url || null,
      delivery_id: null,
    }));
  return sorted([...ofMessages, ...own], ['occurred_at', 'event', 'delivery_id']);
}

function people({ answers }: Raw): Row[] {
  const messages = groups(list(answers, 'messages'), (message) => [personOf(answers, message)]);
  return sorted(list(answers, 'people'), ['cio_id']).map((person) => {
    const own = messages.find(([[cio_id]]) => cio_id === person['cio_id'])?.[1] ?? [];
    const text = Object(person['attributes'])['_cio_subscription_preferences_computed'];
    const topics = text === undefined ? undefined : Object.values(JSON.parse(text).topics);
    const opened = own.map((message) => at(message, 'human_opened')).filter((time) => time !== undefined);
    return {
      cio_id: person['cio_id'],
      is_unsubscribed: person['unsubscribed'] === true,
      topics_subscribed: topics?.filter((choice) => choice === true).length ?? null,
      topics_opted_out: topics?.filter((choice) => choice === false).length ?? null,
      messages: own.length,
      ...counts(own, ['delivered']),
      last_human_opened_at: opened.map(String).sort().at(-1) ?? null,
    };
  });
}

function perSender(answers: RawAnswers, stream: string, key: string, column: string): Row[] {
  return sorted(list(answers, stream), ['id']).map(({ id, name }) => {
    const messages = list(answers, 'messages').filter((message) => message[key] === id);
    return {
      [column]: name,
      messages: messages.length,
      ...counts(messages, ['delivered', 'human_clicked', 'unsubscribed']),
    };
  });
}

function days(answers: RawAnswers, stream: string, key: string, day_timezone: string): Row[] {
  return sorted(list(answers, stream), [key, 'day']).map((row) => ({
    sender_id: row[key],
    date_day: row['day'],
    day_timezone,
    delivered: row['delivered'],
    human_clicked: row['human_clicked'],
  }));
}

/** An in-app message has no identifiers: its person is found by the id. */
function personOf(answers: RawAnswers, { customer_identifiers, customer_id, recipient }: Row): unknown {
  const { cio_id } = Object(customer_identifiers);
  if (cio_id !== undefined) return cio_id;
  const person = list(answers, 'people').find(({ id }) => customer_id !== null && id === customer_id);
  return person?.['cio_id'] ?? recipient;
}

function list(answers: RawAnswers, stream: string): readonly Row[] {
  return answers.get(stream) ?? [];
}

function nameOf(answers: RawAnswers, stream: string, wanted: unknown): unknown {
  return list(answers, stream).find(({ id }) => id === wanted)?.['name'];
}

/** The time of a metric; `delivered` on the second channel counts as well. */
function at(message: Row, metric: string): unknown {
  const { [metric]: time, [`secondary:${metric}`]: second } = Object(message['metrics']);
  return time ?? second;
}

function counts(messages: readonly Row[], metrics: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    metrics.map((metric) => [metric, messages.filter((message) => at(message, metric) !== undefined).length]),
  );
}

function sentOf(message: Row): unknown {
  return Object(message['metrics']).sent ?? message['created'];
}

/** The date of the Monday of a week, in UTC. */
function mondayOf(time: unknown): string {
  const day = new Date(`${String(time).slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

function rate(part = 0, whole = 0): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000;
}

function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}

function groups(rows: readonly Row[], valuesOf: (row: Row) => unknown[]): [unknown[], Row[]][] {
  const found = new Map<string, [unknown[], Row[]]>();
  for (const row of rows) {
    const values = valuesOf(row);
    const name = JSON.stringify(values);
    const group = found.get(name) ?? [values, []];
    group[1].push(row);
    found.set(name, group);
  }
  return [...found.values()].sort(([one], [other]) => compareLists(one, other));
}

function sorted(rows: readonly Row[], columns: readonly string[]): Row[] {
  const values = (row: Row) => columns.map((column) => row[column]);
  return [...rows].sort((one, other) => compareLists(values(one), values(other)));
}

function compareLists(one: readonly unknown[], other: readonly unknown[]): number {
  return one.map((value, index) => compare(value, other[index])).find((order) => order !== 0) ?? 0;
}

/** Nulls last, as the databases have them. */
function compare(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : 1;
}
