import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { runFloor, runTap } from '../hot-runs.ts';
import type { HotStream } from '../make-bodies.ts';
import type { RunCost } from '../measure-run.ts';
import { type BodyServer, startBodyServer } from '../start-body-server.ts';

const LATENCY_MS = 100;

const GOALS: readonly [HotStream, number][] = [
  ['messages', 0.88],
  ['members', 0.74],
];

/**
 * How near one chain of cursors comes to asking for the next page the moment that its cursor is known. That depends on how
 * fast the machine parses a page; what the floor comes to beside it does so, too.
 */
export const chain: MeasureCase = async (isShort) => {
  const figures: Figure[] = [];
  for (const [stream, atLeast] of GOALS) {
    const pages = isShort ? 20 : 60;
    const server = await startBodyServer({ pages: { [stream]: pages }, latencyMs: LATENCY_MS });
    try {
      const rounds = await repeat(isShort ? 1 : 3, async () => ({
        floor: await shareOf(server, pages, () => runFloor(stream, server.url, { chains: 1 })),
        tap: await shareOf(server, pages, () => runTap(stream, server.url, { windows: 1 })),
      }));
      const what = `${stream}, one chain at ${LATENCY_MS} ms latency`;
      const unit = 'of the possible 10 pages a second';
      figures.push(
        { what, value: median(rounds.map(({ tap }) => tap)), unit, atLeast },
        { what: `${what}, the floor`, value: median(rounds.map(({ floor }) => floor)), unit },
        {
          what,
          value: median(rounds.map(({ tap, floor }) => tap / floor)),
          unit: "of the floor's",
          atLeast,
          isRatio: true,
        },
      );
    } finally {
      await server.close();
    }
  }
  return figures;
};

/** The time that the pages of a chain would take if each was asked for the moment that the one before has come, as a share of what they took. */
async function shareOf(server: BodyServer, pages: number, run: () => Promise<RunCost>): Promise<number> {
  await server.takeLog();
  await run();
  const log = (await server.takeLog()).filter(({ path }) => path !== '/v1/segments');
  const ends = log.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
  const begun = Math.min(...log.map(({ at }) => at));
  return (pages * LATENCY_MS) / ((ends.at(-1) ?? Number.NaN) - begun);
}
