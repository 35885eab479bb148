import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import type { MessageRecord } from '../../support/emulator/wire.ts';

const DAY = 86_400;
const HOUR = 3600;

/** What happens to some messages beside what the emulator does: machines, complaints, unsubscribing. */
const EVENTS = [
  (sent: number) => ({ opened: sent + 60, prefetch_opened: sent + 60 }),
  (sent: number) => ({
    opened: sent + 60,
    prefetch_opened: sent + 60,
    human_opened: sent + 5 * HOUR,
    clicked: sent + 6 * HOUR,
    human_clicked: sent + 6 * HOUR,
    converted: sent + 7 * HOUR,
  }),
  (sent: number) => ({ opened: sent + HOUR, human_opened: sent + HOUR, unsubscribed: sent + 2 * HOUR }),
  (sent: number) => ({ spammed: sent + DAY }),
] as const;

/** A workspace in which every question of the page has an answer that is not empty. */
export async function startWorkspace(): Promise<Emulator> {
  const now = Math.floor(Date.now() / 1000);
  const emulator = await startEmulator({
    seed: 22,
    now,
    clock: () => now,
    requestsPerSecond: false,
    messagesSpanDays: 140,
    sizes: {
      campaigns: 4,
      actionsPerCampaign: 5,
      newsletters: 10,
      messages: 900,
      activities: 120,
      people: 60,
      membersPerSegment: 20,
    },
  });
  for (const segment of emulator.world.segments)
    Object.assign(segment, { state: 'finished', progress: null });
  liven(emulator);
  giveTopics(emulator);
  suppressPeople(emulator);
  trackLinks(emulator);
  return emulator;
}

/** More happens to messages; some are transactional, and their recipients are at different providers. */
function liven(emulator: Emulator): void {
  const templates = emulator.world.transactionalMessages.map(({ id }) => id);
  [...emulator.world.messages].forEach((message, index) => {
    const more = EVENTS[Math.floor(index / 3) % EVENTS.length];
    const { sent, delivered } = message.metrics;
    const happens = index % 3 === 0 && more !== undefined && delivered !== undefined && sent !== undefined;
    emulator.changeMessage(message.id, (record) => ({
      ...record,
      recipient: recipientOf(record, index),
      transactional_message_id: isOfNobody(record) ? templates[index % 2] : null,
      metrics: { ...record.metrics, ...(happens ? more(sent) : {}) },
    }));
  });
}

function recipientOf({ recipient }: MessageRecord, index: number): unknown {
  return index % 2 === 0 ? recipient : String(recipient).replace('@example.com', '@Mail.example.org');
}

function isOfNobody({ campaign_id, newsletter_id, broadcast_id }: MessageRecord): boolean {
  return [campaign_id, newsletter_id, broadcast_id].every((id) => id === null);
}

/** Every other person has chosen among the topics. */
function giveTopics({ faults }: Emulator): void {
  const change = (body: unknown) => ({
    customers: listAt(body, 'customers').map((customer, index) => {
      const topics = { topics: { topic_1: index % 4 === 0, topic_2: index % 3 === 0, topic_3: true } };
      const computed = { _cio_subscription_preferences_computed: JSON.stringify(topics) };
      const attributes = { ...Object(customer['attributes']), ...(index % 2 === 0 ? computed : {}) };
      return { ...customer, attributes };
    }),
  });
  const match = { template: '/v1/customers/attributes' };
  faults.add({ match, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
}

/** The addresses of some people are suppressed, written in capitals. */
function suppressPeople({ faults }: Emulator): void {
  const change = (body: unknown) => ({
    ...Object(body),
    suppressions: listAt(body, 'suppressions').map((suppression, index) => ({
      ...suppression,
      ...(index % 2 === 0 ? { email: `Person.${index}@example.com`, created: 1_790_000_000 + index } : {}),
    })),
  });
  const match = { template: '/v1/esp/suppression/{suppression_type}' };
  faults.add({ match, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
}

/** Nearly all links are tracked, so that rates are of something. */
function trackLinks({ faults }: Emulator): void {
  const change = (body: unknown) => {
    const { metric, ...rest } = Object(body);
    const counts: unknown[] = metric.series.link_untracked;
    const link_untracked = counts.map((count) => (typeof count === 'number' ? count % 2 : count));
    return { ...rest, metric: { ...metric, series: { ...metric.series, link_untracked } } };
  };
  for (const template of ['/v1/campaigns/{campaign_id}/metrics', '/v1/newsletters/{newsletter_id}/metrics'])
    faults.add({ match: { template }, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
}

function listAt(body: unknown, key: string): Record<string, unknown>[] {
  return Object(body)[key] ?? [];
}
