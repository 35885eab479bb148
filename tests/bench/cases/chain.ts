import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { runTap } from '../hot-runs.ts';
import type { HotStream } from '../make-bodies.ts';
import { startBodyServer } from '../start-body-server.ts';

const LATENCY_MS = 100;

const GOALS: readonly [HotStream, number][] = [
  ['messages', 0.88],
  ['members', 0.74],
];

/** How near one chain of cursors comes to asking for the next page the moment that its cursor is known. */
export const chain: MeasureCase = async (isShort) => {
  const figures: Figure[] = [];
  for (const [stream, atLeast] of GOALS) {
    const pages = isShort ? 20 : 60;
    const server = await startBodyServer({ pages: { [stream]: pages }, latencyMs: LATENCY_MS });
    try {
      const shares = await repeat(isShort ? 1 : 3, async () => {
        await server.takeLog();
        await runTap(stream, server.url, { windows: 1 });
        const log = (await server.takeLog()).filter(({ path }) => path !== '/v1/segments');
        // Without the last minutes' window of messages, which comes beside the chain.
        const ends = log.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
        const begun = Math.min(...log.map(({ at }) => at));
        return (pages * LATENCY_MS) / ((ends.at(-1) ?? Number.NaN) - begun);
      });
      figures.push({
        what: `${stream}, one chain at ${LATENCY_MS} ms latency`,
        value: median(shares),
        unit: 'of the possible 10 pages a second',
        atLeast,
        isRatio: true,
      });
    } finally {
      await server.close();
    }
  }
  return figures;
};
