import type { MeasureCase } from '../figures.ts';
import { runTap } from '../hot-runs.ts';
import { startBodyServer } from '../start-body-server.ts';

const PAGES = 60;
const LATENCY_MS = 60;
const PER_SECOND = 10;

/** Requests and time that a week of many messages takes at the API's limit: places that are free read its lower half. */
export const dense: MeasureCase = async (isShort) => {
  const pages = isShort ? PAGES / 3 : PAGES;
  const server = await startBodyServer({ pages: { messages: pages }, latencyMs: LATENCY_MS });
  try {
    await runTap('messages', server.url, {
      windows: 1,
      env: { TAP_CUSTOMERIO_REQUESTS_PER_SECOND: String(PER_SECOND) },
    });
    const asked = (await server.takeLog()).filter(({ path }) => path === '/v1/messages');
    const spans = new Set(asked.map(({ query }) => query['start_ts'])).size;
    const seconds = (Math.max(...asked.map(({ sentAt }) => sentAt)) - (asked[0]?.at ?? 0)) / 1000;
    const what = `${pages} pages of messages, answers in ${LATENCY_MS} ms`;
    return [
      {
        what,
        value: asked.length,
        unit: `requests, in ${spans} spans`,
        // None of the spans is empty.
        atMost: pages + spans + 3,
        digits: 0,
        isCount: true,
      },
      {
        what,
        value: seconds / ((1.05 * asked.length) / PER_SECOND + 0.5),
        unit: 'of the time that the limit allows',
        atMost: 1,
        isRatio: true,
      },
    ];
  } finally {
    await server.close();
  }
};
