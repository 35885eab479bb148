import type { Json } from '../../support/harness/messages.ts';

/** What the tap has written, by stream; `left`: members that the first run saw, and the last one did not. */
export type Records = Readonly<Record<string, readonly Json[]>>;

type Answer = (records: Records) => Json[];

const metric = (row: Json, name: string): string | undefined => Object(row['metrics'])[name] ?? undefined;
const has = (name: string) => (row: Json) => metric(row, name) !== undefined;
const countOf = (rows: readonly Json[], name: string) => rows.filter(has(name)).length;
const sum = (rows: readonly Json[], column: string): number | null => {
  const values = rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []));
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
};
const days = (rows: readonly Json[] = []) => rows.filter((row) => row['resolution'] === 'days');
const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);

/** Groups rows by what `keyOf` gives of them, and makes one row of each group and its key. */
function group(
  rows: readonly Json[] = [],
  keyOf: (row: Json) => Json,
  rest: (group: Json[]) => Json,
): Json[] {
  const groups = new Map<string, Json[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, members]) => ({ ...JSON.parse(key), ...rest(members) }));
}

/** Puts the columns of the row of `others` with this `id` before those of each row. */
function withName(others: readonly Json[] = [], id: unknown): Json {
  const found = others.find((other) => other['id'] === id);
  return { id, name: found?.['name'] };
}

/** The answer to each question of `docs/recipes/queries.md`, computed from the records without SQL. */
export const answers: Readonly<Record<string, Answer>> = {
  'What became of the messages of each campaign?': ({ messages = [], campaigns }) =>
    group(
      messages.filter((row) => campaigns?.some(({ id }) => id === row['campaign_id'])),
      (row) => withName(campaigns, row['campaign_id']),
      (rows) =>
        Object.fromEntries(
          ['sent', 'delivered', 'opened', 'clicked', 'converted'].map((name) => [name, countOf(rows, name)]),
        ),
    ),
  'How many opens are by people, and how many by machines?': ({ messages }) =>
    group(
      messages,
      ({ type }) => ({ type }),
      (rows) => ({
        opened: countOf(rows, 'opened'),
        opened_by_people: countOf(rows, 'human_opened'),
        opened_by_machines: countOf(rows, 'prefetch_opened'),
      }),
    ),
  'Which links of a campaign are clicked?': ({ campaign_link_metrics }) =>
    group(
      days(campaign_link_metrics),
      ({ campaign_id, href }) => ({ campaign_id, href }),
      (rows) => ({ clicks: sum(rows, 'clicked'), clicks_by_people: sum(rows, 'human_clicked') }),
    ),
  'Which links of a newsletter are clicked?': ({ newsletter_link_metrics, newsletters }) =>
    group(
      days(newsletter_link_metrics),
      ({ newsletter_id, href }) => ({ ...withName(newsletters, newsletter_id), href }),
      (rows) => ({ clicks: sum(rows, 'clicked') }),
    ),
  'Which variant won the A/B test?': ({ newsletter_test_groups = [], newsletters }) =>
    newsletter_test_groups
      .filter(({ winner }) => winner === true)
      .map(({ newsletter_id, label }) => ({ ...withName(newsletters, newsletter_id), variant: label })),
  'How did the variants of a newsletter do?': ({ newsletter_contents = [], newsletter_content_metrics }) =>
    newsletter_contents.flatMap(({ newsletter_id, id, subject }) => {
      const rows = days(newsletter_content_metrics).filter(
        (row) => row['newsletter_id'] === newsletter_id && row['content_id'] === id,
      );
      if (rows.length === 0) return [];
      return {
        newsletter_id,
        id,
        subject,
        delivered: sum(rows, 'delivered'),
        opened_by_people: sum(rows, 'human_opened'),
        clicked: sum(rows, 'clicked'),
      };
    }),
  'How many messages does each campaign send a day?': ({ campaign_metrics }) =>
    days(campaign_metrics)
      .filter(({ sent }) => Number(sent) > 0)
      .map(({ campaign_id, period_start, sent, delivered, human_opened }) => ({
        campaign_id,
        period_start,
        sent,
        delivered,
        human_opened,
      })),
  'What is the click rate of each newsletter?': ({ newsletter_metrics, newsletters }) =>
    group(
      days(newsletter_metrics),
      ({ newsletter_id }) => withName(newsletters, newsletter_id),
      (rows) => {
        const clicked = sum(rows, 'clicked');
        const tracked = (sum(rows, 'delivered') ?? 0) - (sum(rows, 'link_untracked') ?? 0);
        return {
          clicked,
          tracked,
          click_rate: round(tracked === 0 ? null : (100 * (clicked ?? 0)) / tracked),
        };
      },
    ),
  'How many people unsubscribe a day?': ({ messages = [] }) =>
    group(
      messages.filter(has('unsubscribed')),
      (row) => ({ day: metric(row, 'unsubscribed')?.slice(0, 10) }),
      (rows) => ({ unsubscribed: rows.length }),
    ),
  'Which domains do not take our email?': ({ messages = [] }) =>
    group(
      messages.filter(({ type }) => type === 'email'),
      ({ recipient }) => ({ domain: String(recipient).split('@')[1]?.toLowerCase() ?? '' }),
      (rows) => ({
        emails: rows.length,
        delivered: countOf(rows, 'delivered'),
        bounced: countOf(rows, 'bounced'),
        marked_as_spam: countOf(rows, 'spammed'),
      }),
    ),
  'Which addresses are suppressed, and why?': ({ esp_suppressions }) =>
    group(
      esp_suppressions,
      ({ suppression_type }) => ({ suppression_type }),
      (rows) => ({ addresses: rows.length }),
    ),
  'Who are all our people?': ({ people = [] }) =>
    people.map(({ cio_id, id, email, unsubscribed, attributes }) => ({
      cio_id,
      id,
      email,
      unsubscribed,
      plan: Object(attributes)['plan'] ?? null,
      seats: Object(attributes)['seats'] ?? null,
    })),
  'How many people have each value of an attribute?': ({ people }) =>
    group(
      people,
      ({ attributes }) => ({ plan: Object(attributes)['plan'] ?? null }),
      (rows) => ({ people: rows.length }),
    ),
  'How many people are in each segment?': ({ segments = [], segment_membership = [], left = [] }) =>
    segments.map(({ id, name }) => ({
      id,
      name,
      // Those who left are still in the table.
      people: [...segment_membership, ...left].filter(({ segment_id }) => segment_id === id).length,
    })),
  'Who left a segment?': ({ left = [] }) => left.map(({ segment_id, cio_id }) => ({ segment_id, cio_id })),
  'Who has opted out of SMS or WhatsApp?': ({ optouts }) =>
    group(
      optouts,
      ({ channel, from }) => ({ channel, sender: from }),
      (rows) => ({ people: rows.length }),
    ),
  'How long does it take until a message is opened?': ({ messages = [] }) =>
    group(
      messages.filter((row) => has('human_opened')(row) && has('sent')(row)),
      ({ type }) => ({ type }),
      (rows) => {
        const hours = rows.map(
          (row) =>
            (Date.parse(metric(row, 'human_opened') ?? '') - Date.parse(metric(row, 'sent') ?? '')) /
            3_600_000,
        );
        return {
          opened: rows.length,
          hours: hours.reduce((total, hour) => total + hour, 0) / hours.length,
        };
      },
    ),
  'Whom do we write to who never opens?': ({ messages = [] }) =>
    group(
      messages.filter((row) => row['type'] === 'email' && has('delivered')(row)),
      ({ customer_identifiers }) => ({ cio_id: Object(customer_identifiers)['cio_id'] ?? null }),
      (rows) => ({ emails: rows.length, opened: countOf(rows, 'opened') }),
    ).flatMap(({ opened, ...row }) => (opened === 0 && Number(row['emails']) >= 5 ? [row] : [])),
  'Which events are sent to Customer.io, and how often?': ({ activities = [] }) =>
    group(
      activities.filter(({ type }) => type === 'event'),
      ({ name }) => ({ name }),
      (rows) => ({
        events: rows.length,
        people: new Set(rows.flatMap((row) => Object(row['customer_identifiers'])['cio_id'] ?? [])).size,
      }),
    ),
  'How many transactional messages fail?': ({ transactional_metrics, transactional_messages }) =>
    group(
      days(transactional_metrics),
      (row) => withName(transactional_messages, row['transactional_id']),
      (rows) => ({
        sent: sum(rows, 'sent'),
        failed: sum(rows, 'failed'),
        undeliverable: sum(rows, 'undeliverable'),
      }),
    ),
};
