import { fileURLToPath } from 'node:url';
import { installPython } from '../../ecosystem/install-python.ts';
import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { measureSpeed, runFloor, runTap, type Speed } from '../hot-runs.ts';
import { HOT_STREAMS, type HotStream } from '../make-bodies.ts';
import { measure, type RunCost } from '../measure-run.ts';
import { startBodyServer } from '../start-body-server.ts';

/** Pages of one chain: some ten seconds of the rival's work. */
const PAGES: Readonly<Record<HotStream, number>> = { messages: 100, activities: 1000, members: 10 };

/** Rounds of all three. */
const ROUNDS = 2;

const PROGRAM = fileURLToPath(new URL('../rival/tap_rival.py', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../rival/requirements.txt', import.meta.url));

/** The tap, and the floor, beside a tap for the same streams that is built with the Singer SDK for Python. */
export const rival: MeasureCase = async (isShort) => {
  // Mostly the rival's own time, and that of installing it; the floor is a measure, too.
  if (isShort) return [];
  const { program } = await installPython('bench-rival', REQUIREMENTS);
  const figures: Figure[] = [];
  for (const stream of HOT_STREAMS) {
    const pages = PAGES[stream];
    const server = await startBodyServer({ pages: { [stream]: pages }, segments: 3 });
    try {
      const rounds = await repeat(ROUNDS, async () => ({
        // The SDK reads one chain; the tap, by default, three side by side where there are as many.
        rival: await measureSpeed(stream, pages, server, () => run(program('python'), stream, server.url), 1),
        tap: await measureSpeed(stream, pages, server, () => runTap(stream, server.url)),
        floor: await measureSpeed(stream, pages, server, () => runFloor(stream, server.url)),
      }));
      const what = `${stream}, beside a tap built with singer-sdk`;
      const ratio = (kind: keyof Speed, program: 'tap' | 'floor' = 'tap') =>
        median(rounds.map((round) => round[program][kind] / round.rival[kind]));
      figures.push(
        {
          what,
          value: ratio('perSecond'),
          unit: 'times its records a second',
          atLeast: 8,
          digits: 1,
          isRatio: true,
        },
        {
          what,
          value: 1 / ratio('perCpuSecond'),
          unit: 'of its CPU seconds',
          atMost: 1 / 8,
          digits: 3,
          isRatio: true,
        },
        {
          what: `${stream}, the floor beside that tap`,
          value: ratio('perSecond', 'floor'),
          unit: 'times its records a second',
          digits: 1,
          isDetail: true,
        },
      );
    } finally {
      await server.close();
    }
  }
  return figures;
};

async function run(python: string, stream: HotStream, url: string): Promise<RunCost> {
  const config = {
    app_api_key: 'bench',
    base_url: url,
    stream: stream === 'members' ? 'segment_membership' : stream,
  };
  const env = Object.fromEntries(
    Object.entries(config).map(([name, value]) => [`TAP_RIVAL_${name.toUpperCase()}`, value]),
  );
  const cost = await measure(python, [PROGRAM, '--config=ENV'], { env });
  if (cost.code !== 0) throw new Error(`the rival ended with ${cost.code}: ${cost.stderr.slice(-4000)}`);
  return cost;
}
