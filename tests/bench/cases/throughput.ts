import { type Figure, type MeasureCase, median } from '../figures.ts';
import { measureSpeed, runFloor, runTap, type Speed } from '../hot-runs.ts';
import { HOT_STREAMS, type HotStream } from '../make-bodies.ts';
import { type BodyServerOptions, startBodyServer } from '../start-body-server.ts';

/** Pages of each chain. */
const PAGES: Readonly<Record<HotStream, { long: number; short: number }>> = {
  messages: { long: 60, short: 15 },
  activities: { long: 1500, short: 400 },
  members: { long: 20, short: 5 },
};

/** Records a second, and the share of the floor's. */
const GOALS: Readonly<Record<HotStream, { perSecond: number; ofFloor: number }>> = {
  messages: { perSecond: 50_000, ofFloor: 0.75 },
  activities: { perSecond: 55_000, ofFloor: 0.65 },
  members: { perSecond: 450_000, ofFloor: 0.9 },
};

/** Records a second to a pipe with all conversions and the limit off, beside the floor. */
export const throughput: MeasureCase = async (isShort) => {
  const figures: Figure[] = [];
  for (const stream of HOT_STREAMS)
    figures.push(...(await measureStream(stream, GOALS[stream], isShort ? 2 : 5, isShort)));
  return figures;
};

/** Measures a stream in pairs of the floor and the tap. */
export async function measureStream(
  stream: HotStream,
  goals: { perSecond: number; ofFloor?: number },
  times: number,
  isShort: boolean,
  server: Pick<BodyServerOptions, 'gzip' | 'tls'> = {},
): Promise<Figure[]> {
  const pages = PAGES[stream][isShort ? 'short' : 'long'];
  const bodies = await startBodyServer({ ...server, pages: { [stream]: pages }, segments: 3 });
  const env = server.tls ? { NODE_EXTRA_CA_CERTS: server.tls.cert } : {};
  try {
    const pairs: { floor: Speed; tap: Speed }[] = [];
    for (let pair = 0; pair < times; pair += 1) {
      pairs.push({
        floor: await measureSpeed(stream, pages, bodies, () => runFloor(stream, bodies.url, { env })),
        tap: await measureSpeed(stream, pages, bodies, () => runTap(stream, bodies.url, { env })),
      });
    }
    const what = `${stream}, ${server.tls ? 'https and gzip' : 'to a pipe'}`;
    const ratio = (kind: keyof Speed) => median(pairs.map(({ floor, tap }) => tap[kind] / floor[kind]));
    const ofTap = (kind: keyof Speed) => median(pairs.map(({ tap }) => tap[kind]));
    return [
      { what, value: ofTap('perSecond'), unit: 'a second', atLeast: goals.perSecond, digits: 0 },
      { what, value: ofTap('perCpuSecond'), unit: 'a CPU second, start included', digits: 0, isDetail: true },
      {
        what,
        value: ratio('perSecond'),
        unit: "of the floor's",
        // Over https most of the time is zlib's and OpenSSL's on both sides, and no goal is set.
        ...(goals.ofFloor === undefined ? { isDetail: true } : { atLeast: goals.ofFloor, isRatio: true }),
      },
    ];
  } finally {
    await bodies.close();
  }
}
