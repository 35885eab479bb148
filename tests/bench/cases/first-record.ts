import { type MeasureCase, median, repeat } from '../figures.ts';
import { runTap } from '../hot-runs.ts';
import { startBodyServer } from '../start-body-server.ts';

/**
 * How soon the first RECORD comes after the first answer of a sync of ten pages, beside how long a sync of one page
 * takes from its answer to its end: no record may wait for another page.
 */
export const firstRecord: MeasureCase = async (isShort) => {
  const onePage = await startBodyServer({ pages: { messages: 1 } });
  const tenPages = await startBodyServer({ pages: { messages: 10 } });
  const measure = async (server: typeof onePage, end: 'firstRecordAt' | 'endedAt') => {
    await server.takeLog();
    const cost = await runTap('messages', server.url, { windows: 1 });
    // Not the empty answer for the window of the last minutes.
    const first = (await server.takeLog()).find(({ bytes }) => bytes > 10_000);
    return (cost[end] ?? Number.NaN) - (first?.sentAt ?? Number.NaN);
  };
  try {
    const rounds = await repeat(isShort ? 3 : 9, async () => ({
      page: await measure(onePage, 'endedAt'),
      first: await measure(tenPages, 'firstRecordAt'),
    }));
    const what = 'first RECORD after the first answer';
    return [
      { what, value: median(rounds.map(({ first }) => first)), unit: 'ms', atMost: 30, digits: 0 },
      {
        what,
        value: median(rounds.map(({ first, page }) => first / page)),
        unit: 'of the time of that one page',
        atMost: 1,
        isRatio: true,
      },
    ];
  } finally {
    await Promise.all([onePage.close(), tenPages.close()]);
  }
};
