import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { CHAINS, runTap } from '../hot-runs.ts';
import { startBodyServer } from '../start-body-server.ts';

/** Pages of messages of each chain, before the work grows. */
const PAGES = 20;

/** Samples of memory in a second. */
const SAMPLES_A_SECOND = 20;

/** How much more memory a run takes at its peak than in its second second: in the first one the heap finds its size. */
function growthOf(samples: readonly number[]): number {
  const second = samples.slice(SAMPLES_A_SECOND, 2 * SAMPLES_A_SECOND);
  return Math.max(...samples.slice(SAMPLES_A_SECOND)) / Math.max(...second);
}

/** What a record costs in CPU and the run in memory when there are 10 and 100 times as many. */
export const growth: MeasureCase = async (isShort) => {
  const measure = async (factor: number, times: number) => {
    const server = await startBodyServer({ pages: { messages: PAGES * factor } });
    try {
      const costs = await repeat(times, () => runTap('messages', server.url));
      const records = PAGES * factor * CHAINS.messages * 1000;
      return {
        cpu: median(costs.map(({ cpuSeconds }) => cpuSeconds / records)),
        growth: median(costs.map(({ samples }) => growthOf(samples))),
      };
    } finally {
      await server.close();
    }
  };
  const once = await measure(1, isShort ? 1 : 3);
  const figures: Figure[] = [];
  for (const factor of isShort ? [3] : [10, 50]) {
    const grown = await measure(factor, factor === 10 ? 3 : 1);
    const what = `${factor} times ${(PAGES * CHAINS.messages).toLocaleString('en')},000 messages`;
    figures.push(
      { what, value: grown.cpu / once.cpu, unit: 'times the CPU of a record', atMost: 1.1, isRatio: true },
      {
        what,
        value: grown.growth,
        unit: 'times the memory of the second second, at the peak',
        atMost: 1.1,
        isRatio: true,
      },
    );
  }
  return figures;
};
