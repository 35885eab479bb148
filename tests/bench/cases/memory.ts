import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, type MeasureCase, median } from '../figures.ts';
import { runTap } from '../hot-runs.ts';
import type { HotStream } from '../make-bodies.ts';
import type { ReadOutput, RunCost } from '../measure-run.ts';
import { startBodyServer } from '../start-body-server.ts';

/** Resident memory with 500 pages, with twenty small ones, and while a reader takes 100 records a second. */
export const memory: MeasureCase = async (isShort) => {
  const pages = isShort ? 40 : 500;
  const slow = slowReader(isShort ? 5 : 30);
  const measure = async (what: string, cost: Promise<RunCost>, atMost: number): Promise<Figure[]> => {
    const { peakMb, samples } = await cost;
    const figure = { what, value: peakMb, unit: 'MB at the peak', digits: 0, atMost, isRatio: true };
    // The heap of a run of seconds still grows to its size.
    return isShort || samples.length < 100
      ? [figure]
      : [figure, { what, ...growthOf(samples), atMost: 1.1, isRatio: true }];
  };
  return [
    ...(await measure(`memory, ${pages} pages of 1,000 messages`, readPages('messages', pages, 3), 150)),
    ...(await measure(`memory, ${pages} pages of 30,000 members`, readPages('members', pages, 1), 150)),
    ...(await measure(
      `memory, ${pages} pages of 30,000 members of three segments`,
      readPages('members', pages, 3),
      200,
    )),
    ...(await measure('memory, 20 pages of 100 activities', readPages('activities', 20, 1), 75)),
    ...(await measure('memory, reader of 100 records a second', readPages('messages', pages, 3, slow), 165)),
  ];
};

async function readPages(
  stream: HotStream,
  pages: number,
  chains: number,
  read?: ReadOutput,
): Promise<RunCost> {
  const server = await startBodyServer({
    pages: { [stream]: Math.ceil(pages / chains) },
    segments: chains,
  });
  try {
    return await runTap(stream, server.url, read && { read, code: 143 });
  } finally {
    await server.close();
  }
}

/** How much more memory the last tenth of a run takes than its second tenth. */
function growthOf(samples: readonly number[]): Pick<Figure, 'value' | 'unit'> {
  const tenth = Math.ceil(samples.length / 10);
  return {
    value: median(samples.slice(-tenth)) / median(samples.slice(tenth, 2 * tenth)),
    unit: 'times in the last tenth what it was in the second',
  };
}

/** Takes 100 records a second, of 1 kB each, for some seconds; then all that is left. */
function slowReader(seconds: number): ReadOutput {
  return async (stdout, count, kill) => {
    const end = Date.now() + seconds * 1000;
    stdout.pause();
    while (Date.now() < end) {
      const piece: Buffer | null = stdout.read(10_000);
      if (piece) count(piece);
      await delay(100);
    }
    // What has been begun is read to its end.
    kill('SIGTERM');
    for await (const piece of stdout) count(piece);
  };
}
