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
