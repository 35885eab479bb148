import { expect, it } from 'vitest';
import { startMadeUpApi } from '../../support/harness/made-up-api.ts';
import { recordsOf } from '../../support/harness/messages.ts';

const METRICS = '/v1/newsletters/{newsletter_id}/metrics';

/** Midnight in Eastern time, in winter. */
const MIDNIGHT = Date.parse('2026-01-31T05:00:00Z') / 1000;

/** What was sent on the 29th, on the 30th, and on the 31st, of which the API begins to count at midnight. */
const SENT = [29, 30, 31];

it('a metric counted back from now is asked for again where a day ends while the request is under way', async () => {
  const { serve, pass, runAt } = await startMadeUpApi('newsletter_metrics');
  serve('/v1/newsletters', () => ({ newsletters: [{ id: 1, sent_at: MIDNIGHT - 86_400 }], next: '' }));
  let isCounted = false;
  serve(METRICS, ({ query }) => {
    // The first answer was counted just before midnight, and has come just after: its Date is that of the new day.
    const last = isCounted ? 3 : 2;
    if (isCounted) pass(30);
    isCounted = true;
    const sent = Array.from({ length: Number(query['steps']) }, (_, index) => {
      return SENT[last - Number(query['steps']) + index] ?? 0;
    });
    return { metric: { type: 'email', series: { sent } } };
  });
  const settings = { TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-29T12:00:00Z' };
  const { code, messages, asked } = await runAt(MIDNIGHT, { settings });
  const counted = recordsOf(messages, 'newsletter_metrics').map(({ period_start, sent }) => [
    period_start,
    sent,
  ]);
  expect([code, asked(METRICS).length]).toEqual([0, 2]);
  expect(counted).toEqual([
    ['2026-01-29T05:00:00Z', 29],
    ['2026-01-30T05:00:00Z', 30],
    ['2026-01-31T05:00:00Z', 31],
  ]);
});

it('a metric counted back from now reaches back as far as planned where a day has ended since then', async () => {
  const { serve, pass, runAt } = await startMadeUpApi('newsletter_metrics');
  const newsletters = [1, 2, 3].map((id) => ({ id, sent_at: MIDNIGHT - 3 * 86_400 }));
  let today = 29;
  serve('/v1/newsletters', () => {
    // The second run is planned ten seconds before midnight; its metrics are asked for after it.
    if (today === 30) {
      pass(20);
      today = 31;
    }
    return { newsletters, next: '' };
  });
  // A day counts 100 in the end, and 50 as long as it lasts.
  serve(METRICS, ({ query }) => ({
    metric: {
      type: 'email',
      series: {
        sent: Array.from({ length: Number(query['steps']) }, (_, index) =>
          index + 1 < Number(query['steps']) ? 100 : 50,
        ),
      },
    },
  }));
  const settings = { TAP_CUSTOMERIO_METRICS_LOOKBACK_DAYS: '0' };
  const first = await runAt(MIDNIGHT - 2 * 86_400 + 43_200, { settings });
  expect(first.state).toMatchObject({
    bookmarks: { newsletter_metrics: { period_start: '2026-01-29T05:00:00Z' } },
  });
  today = 30;
  const second = await runAt(MIDNIGHT - 10, { settings, state: first.state });
  const counted = recordsOf(second.messages, 'newsletter_metrics')
    .filter(({ newsletter_id }) => newsletter_id === 3)
    .map(({ period_start, sent }) => [period_start, sent]);
  expect(counted).toEqual([
    ['2026-01-29T05:00:00Z', 100],
    ['2026-01-30T05:00:00Z', 100],
    ['2026-01-31T05:00:00Z', 50],
  ]);
  // How far that is, is learned once, by as many as are asked for side by side.
  expect(second.asked(METRICS).length).toBeLessThanOrEqual(6);
});
