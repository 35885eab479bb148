import { asJsonObject } from '../json/json-object.ts';
import { get, nextOf, rowsOf, toNumber, valueAt } from '../probe/answers.ts';
import {
  asBelieved,
  cannotTell,
  otherwise,
  type Probe,
  type ProbeAnswer,
  type ProbeRequest,
  probe,
  type Step,
} from '../probe/probe.ts';
import { easternPeriodsBetween } from '../time/calendar.ts';
import { DAY_SECONDS } from '../time/instant.ts';
import { firstPageOf } from './reach.ts';

/** Number of days of a series that are compared; the API remembers some more. */
const DAYS = 30;

/** The newsletter of the first message that has one. */
function newsletterOf(page: ProbeAnswer | undefined): string | undefined {
  const found = rowsOf(page, 'messages').find((message) => toNumber(message['newsletter_id']) !== undefined);
  return found === undefined ? undefined : String(found['newsletter_id']);
}

const ofNewsletter =
  (requestFor: (id: string, now: number) => ProbeRequest): Step =>
  ({ answers: [page], now }) => {
    const id = newsletterOf(page);
    return id === undefined ? 'no message of the first page belongs to a newsletter' : requestFor(id, now);
  };

/** Number of messages sent on each of the last days, the oldest first. */
function sentByDay(messages: ProbeAnswer | undefined, daysAgo: (time: number) => number): number[] {
  const counts = Array.from({ length: DAYS }, () => 0);
  for (const message of rowsOf(messages, 'messages')) {
    const sent = toNumber(asJsonObject(message['metrics'])['sent']);
    const day = sent === undefined ? -1 : DAYS - 1 - daysAgo(sent);
    if (counts[day] !== undefined) counts[day] += 1;
  }
  return counts;
}

/** The series `sent` of an answer, its last days; null counts as none. */
function seriesOf(answer: ProbeAnswer | undefined): number[] {
  const series = asJsonObject(asJsonObject(valueAt(answer, 'metric'))['series'])['sent'];
  return Array.isArray(series) ? series.slice(-DAYS).map((count) => toNumber(count) ?? 0) : [];
}

/** Probes of metrics. */
export const series: readonly Probe[] = [
  probe<'UTC'>({
    name: 'days-of-series',
    fact: 130,
    question: 'In which zone does a day of a newsletter’s metrics begin?',
    belief: 'Eastern time',
    steps: [
      firstPageOf('messages'),
      ofNewsletter((id, now) =>
        get('/v1/messages', {
          newsletter_id: id,
          start_ts: String(now - (DAYS + 15) * DAY_SECONDS),
          end_ts: String(now),
          limit: '1000',
        }),
      ),
      ofNewsletter((id) =>
        get(
          '/v1/newsletters/{newsletter_id}/metrics',
          { period: 'days', steps: '40' },
          { newsletter_id: id },
        ),
      ),
    ],
    judge([, messages, metrics]) {
      if (nextOf(messages) !== undefined)
        return cannotTell('the newsletter has more messages than a page holds');
      const now = metrics?.apiDate ?? metrics?.receivedAt ?? 0;
      const counted = seriesOf(metrics).join();
      const eastern = sentByDay(messages, (time) => easternPeriodsBetween('days', time, now)).join();
      const utc = sentByDay(messages, (time) => dayOf(now) - dayOf(time)).join();
      if (!/[1-9]/.test(eastern)) return cannotTell(`it sent nothing in the last ${DAYS} days`);
      if (counted === eastern)
        return asBelieved(eastern === utc ? 'UTC would give the same counts' : undefined);
      return counted === utc ? otherwise('UTC') : cannotTell('its counts fit its messages in neither zone');
    },
    otherwise: {
      UTC: {
        says: 'UTC',
        atRisk: [
          'newsletter_metrics',
          'newsletter_content_metrics',
          'newsletter_link_metrics',
          'broadcast_metrics',
          'broadcast_action_metrics',
          'broadcast_link_metrics',
          'transactional_metrics',
        ],
        tapDoes: 'labels each day as the Eastern one: what happened late in the evening is counted a day off',
        youCan: 'set `metrics_resolution` to weeks or months, where fewer counts lie at an edge',
      },
    },
  }),
];

function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS);
}
