import type { Row } from '../store.ts';

/** All records of a stream, as the API had them. */
export type Records = (stream: string) => readonly Row[];

/** Works the answer to a question out without SQL; the rows in their order. */
type Answer = (records: Records) => Row[];

const DAY_MS = 86_400_000;

/** The answer to each question of docs/recipes/queries.md but the one that needs two runs, by its title. */
export const answers: Readonly<Record<string, Answer>> = {
  'Clicks per link': clicksPerLink,
  'Did the A/B test win': abTests,
  'All people': (records) =>
    sorted(records('people'), ['cio_id']).map((person) =>
      pick(person, ['cio_id', 'id', 'email', 'unsubscribed']),
    ),
  "People's attributes as columns": (records) =>
    sorted(records('people'), ['cio_id']).map((person) => ({
      ...pick(person, ['cio_id', 'email']),
      plan: at(person, 'attributes', 'plan'),
      seats: Number(at(person, 'attributes', 'seats')),
    })),
  'People per segment': (records) =>
    sorted(records('segments'), ['id']).map((segment) => ({
      ...pick(segment, ['id', 'name', 'state']),
      people: records('segment_membership').filter(({ segment_id }) => segment_id === segment['id']).length,
    })),
  'Unsubscribes per day': (records) => {
    const found = records('messages').filter((message) => happened(message, 'unsubscribed'));
    const days = groups(found, (message) => [dayOf(at(message, 'metrics', 'unsubscribed'))]);
    return days.map(([[day], rows]) => ({ day, unsubscribed: rows.length }));
  },
  'Opt-outs by topic': optOutsByTopic,
  'SMS and WhatsApp opt-outs': (records) =>
    groups(records('optouts'), ({ channel, from }) => [channel, from]).map(([[channel, sender], rows]) => ({
      channel,
      sender,
      people: rows.length,
    })),
  'Suppressed people': suppressedPeople,
  'Funnel per campaign': (records) =>
    sorted(records('campaigns'), ['id']).map((campaign) => ({
      ...pick(campaign, ['id', 'name']),
      ...counts(
        records('messages').filter(({ campaign_id }) => campaign_id === campaign['id']),
        ['sent', 'delivered', 'opened', 'clicked', 'converted'],
      ),
    })),
  'Journeys that convert': (records) =>
    perParent(records, 'campaigns', 'campaign_journey_metrics', 'campaign_id', (rows) => {
      const [started, converted] = [sum(rows, 'started'), sum(rows, 'converted')];
      return { started, converted, converted_percent: percent(converted, started) };
    }),
  'Opens with and without machines': opensPerMonth,
  'Click rate per campaign': (records) =>
    perParent(records, 'campaigns', 'campaign_metrics', 'campaign_id', clickRate),
  'Click rate per newsletter': (records) =>
    perParent(records, 'newsletters', 'newsletter_metrics', 'newsletter_id', clickRate),
  'Best newsletters of the last 90 days': bestNewsletters,
  'Deliverability by recipient domain': deliverability,
  'Messages never opened': neverOpened,
  'Time from sent to open': timeToOpen,
  'Events per day': (records) => {
    const events = records('activities').filter(({ type }) => type === 'event');
    const days = groups(events, ({ timestamp, name }) => [dayOf(timestamp), name]);
    return days.map(([[day, name], rows]) => {
      const people = new Set(rows.map((row) => at(row, 'customer_identifiers', 'cio_id')));
      return { day, name, events: rows.length, people: people.size };
    });
  },
  'Transactional messages per day': transactionalPerDay,
};

function clicksPerLink(records: Records): Row[] {
  const links = groups(records('campaign_link_metrics'), ({ campaign_id, href }) => [campaign_id, href]);
  const rows = links.map(([[id, href], days]) => ({
    id,
    name: nameOf(records('campaigns'), id),
    href,
    clicks: sum(days, 'clicked'),
    human_clicks: sum(days, 'human_clicked'),
  }));
  return rows.sort((one, other) => other.clicks - one.clicks);
}

function abTests(records: Records): Row[] {
  return sorted(records('newsletter_test_groups'), ['newsletter_id', 'id']).map((variant) => {
    const contents = new Set([variant['content_ids']].flat());
    const messages = records('messages').filter(({ content_id }) => contents.has(content_id));
    return {
      id: variant['newsletter_id'],
      name: nameOf(records('newsletters'), variant['newsletter_id']),
      variant: variant['id'],
      winner: variant['winner'],
      ...counts(messages, ['delivered', 'human_opened', 'human_clicked', 'converted']),
    };
  });
}

function optOutsByTopic(records: Records): Row[] {
  return sorted(records('subscription_topics'), ['id']).map((topic) => {
    const out = records('people').filter((person) => {
      const text = at(person, 'attributes', '_cio_subscription_preferences_computed');
      return typeof text === 'string' && JSON.parse(text).topics[String(topic['identifier'])] === false;
    });
    return { ...pick(topic, ['id', 'name']), opted_out: out.length };
  });
}

function suppressedPeople(records: Records): Row[] {
  const people = sorted(records('people'), ['cio_id']);
  return people.flatMap((person) => {
    const email = String(person['email']).toLowerCase();
    const found = records('esp_suppressions').filter((row) => String(row['email']).toLowerCase() === email);
    return sorted(found, ['suppression_type']).map((suppression) => ({
      ...pick(person, ['cio_id', 'email']),
      suppression_type: suppression['suppression_type'],
      suppressed_at: suppression['created'],
    }));
  });
}

function opensPerMonth(records: Records): Row[] {
  const emails = records('messages').filter(({ type }) => type === 'email');
  return groups(emails, ({ created }) => [`${String(created).slice(0, 7)}-01`]).map(([[month], rows]) => {
    const { prefetch_opened, ...people } = counts(rows, ['opened', 'human_opened', 'prefetch_opened']);
    const byMachine = rows.filter(
      (row) => happened(row, 'prefetch_opened') && !happened(row, 'human_opened'),
    );
    return { month, ...people, machine_opened: prefetch_opened, machine_only: byMachine.length };
  });
}

function clickRate(rows: readonly Row[]): Row {
  const [delivered, clicked] = [sum(rows, 'delivered'), sum(rows, 'human_clicked')];
  const click_percent = percent(clicked, delivered - sum(rows, 'link_untracked'));
  return { delivered, human_clicked: clicked, click_percent };
}

function bestNewsletters(records: Records): Row[] {
  const since = Date.now() - 90 * DAY_MS;
  const recent = records('messages').filter(
    ({ newsletter_id, created }) => newsletter_id !== null && Date.parse(String(created)) >= since,
  );
  const rows = groups(recent, ({ newsletter_id }) => [newsletter_id]).flatMap(([[id], messages]) => {
    const { delivered = 0, human_clicked = 0 } = counts(messages, ['delivered', 'human_clicked']);
    const name = nameOf(records('newsletters'), id);
    return delivered === 0 ? [] : [{ id, name, delivered, click_percent: percent(human_clicked, delivered) }];
  });
  return rows.sort((one, other) => Number(other.click_percent) - Number(one.click_percent)).slice(0, 10);
}

function deliverability(records: Records): Row[] {
  const emails = records('messages').filter(
    ({ type, recipient }) => type === 'email' && String(recipient).includes('@'),
  );
  const rows = groups(emails, ({ recipient }) => [String(recipient).split('@')[1]?.toLowerCase()]).map(
    ([[domain], messages]) => {
      const found = counts(messages, ['sent', 'delivered', 'bounced', 'spammed']);
      return { domain, ...found, bounced_percent: percent(found['bounced'] ?? 0, found['sent'] ?? 0) };
    },
  );
  return rows.sort((one, other) => Number(at(other, 'sent')) - Number(at(one, 'sent')));
}

function neverOpened(records: Records): Row[] {
  const before = Date.now() - 7 * DAY_MS;
  const found = records('messages')
    .map((message) => ({ message, delivered_at: at(message, 'metrics', 'delivered') }))
    .filter(
      ({ message, delivered_at }) =>
        message['type'] === 'email' &&
        !happened(message, 'opened') &&
        typeof delivered_at === 'string' &&
        Date.parse(delivered_at) < before,
    );
  const rows = found.map(({ message, delivered_at }) => ({
    ...pick(message, ['id', 'recipient', 'subject']),
    delivered_at,
  }));
  return sorted(rows, ['delivered_at', 'id']);
}

function timeToOpen(records: Records): Row[] {
  const opened = records('messages').filter(
    (message) =>
      message['type'] === 'email' &&
      message['campaign_id'] !== null &&
      happened(message, 'human_opened') &&
      happened(message, 'sent'),
  );
  return groups(opened, ({ campaign_id }) => [campaign_id]).map(([[id], messages]) => ({
    id,
    name: nameOf(records('campaigns'), id),
    human_opened: messages.length,
    median_hours: median(messages.map((message) => hoursBetween(message, 'sent', 'human_opened'))),
  }));
}

function transactionalPerDay(records: Records): Row[] {
  const sent = records('messages').filter(
    (message) => message['transactional_message_id'] !== null && happened(message, 'sent'),
  );
  return groups(sent, (message) => [
    dayOf(at(message, 'metrics', 'sent')),
    message['transactional_message_id'],
  ]).map(([[day, id], rows]) => ({
    day,
    id,
    name: nameOf(records('transactional_messages'), id),
    sent: rows.length,
    ...counts(rows, ['bounced']),
  }));
}

/** A row for each parent that has metrics: what `toRow` makes of them. */
function perParent(
  records: Records,
  parents: string,
  metrics: string,
  key: string,
  toRow: (rows: readonly Row[]) => Row,
): Row[] {
  return groups(records(metrics), (row) => [row[key]]).map(([[id], rows]) => ({
    id,
    name: nameOf(records(parents), id),
    ...toRow(rows),
  }));
}

/** The rows that share their values, by those values, sorted. */
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

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : Number(one !== other);
}

function counts(messages: readonly Row[], metrics: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    metrics.map((metric) => [metric, messages.filter((message) => happened(message, metric)).length]),
  );
}

function happened(message: Row, metric: string): boolean {
  return typeof at(message, 'metrics', metric) === 'string';
}

function hoursBetween(message: Row, from: string, to: string): number {
  const [start = 0, end = 0] = [from, to].map((metric) => Date.parse(String(at(message, 'metrics', metric))));
  return (end - start) / 3_600_000;
}

function median(numbers: readonly number[]): number {
  const ordered = [...numbers].sort((one, other) => one - other);
  const middle = (ordered.length - 1) / 2;
  return ((ordered[Math.floor(middle)] ?? 0) + (ordered[Math.ceil(middle)] ?? 0)) / 2;
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
}

function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}

function nameOf(rows: readonly Row[], id: unknown): unknown {
  return rows.find((row) => row['id'] === id)?.['name'];
}

function at(row: Row, column: string, field?: string): unknown {
  const value = row[column];
  return field === undefined ? value : Object(value)[field];
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}

function dayOf(time: unknown): string {
  return String(time).slice(0, 10);
}
