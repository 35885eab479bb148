import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { runFloor, runTap } from '../hot-runs.ts';
import type { HotStream } from '../make-bodies.ts';
import type { RunCost } from '../measure-run.ts';
import { type BodyServer, startBodyServer } from '../start-body-server.ts';

const LATENCY_MS = 100;

/** A place that is free would read the lower half of the window. */
const ONE_AT_A_TIME = { TAP_CUSTOMERIO_MAX_CONCURRENCY: '1' };

/** `ofPossible` depends on how fast the machine parses a page; `ofFloor` does not. */
const GOALS: readonly [HotStream, { ofPossible: number; ofFloor: number }][] = [
  ['messages', { ofPossible: 0.88, ofFloor: 0.88 }],
  // The floor parses a page before it asks for the next one.
  ['members', { ofPossible: 0.74, ofFloor: 1.2 }],
];

/**
 * How near one chain of cursors comes to asking for the next page the moment that its cursor is known, and how near the
 * floor comes.
 */
export const chain: MeasureCase = async (isShort) => {
  const figures: Figure[] = [];
  for (const [stream, { ofPossible, ofFloor }] of GOALS) {
    const pages = isShort ? 15 : 40;
    const server = await startBodyServer({ pages: { [stream]: pages }, latencyMs: LATENCY_MS });
    try {
      const rounds = await repeat(isShort ? 1 : 3, async () => ({
        floor: await shareOf(server, () => runFloor(stream, server.url, { chains: 1 })),
        tap: await shareOf(server, () => runTap(stream, server.url, { windows: 1, env: ONE_AT_A_TIME })),
      }));
      const what = `${stream}, one chain at ${LATENCY_MS} ms latency`;
      const unit = 'of the possible 10 pages a second';
      const ratio = median(rounds.map(({ tap, floor }) => tap / floor));
      figures.push(
        { what, value: median(rounds.map(({ tap }) => tap)), unit, atLeast: ofPossible },
        { what: `${what}, the floor`, value: median(rounds.map(({ floor }) => floor)), unit, isDetail: true },
        { what, value: ratio, unit: "of the floor's", atLeast: ofFloor, isRatio: true },
      );
    } finally {
      await server.close();
    }
  }
  return figures;
};

/** What the pages take at least, each asked for the moment that the one before came, as a share of what they took. */
async function shareOf(server: BodyServer, run: () => Promise<RunCost>): Promise<number> {
  await server.takeLog();
  await run();
  const pages = (await server.takeLog()).filter(
    ({ path }) => path === '/v1/messages' || path.endsWith('/membership'),
  );
  const begun = Math.min(...pages.map(({ at }) => at));
  const ended = Math.max(...pages.map(({ sentAt }) => sentAt));
  return (pages.length * LATENCY_MS) / (ended - begun);
}
