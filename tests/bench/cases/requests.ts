import pMap from 'p-map';
import { catalogOf, everyStream } from '../../ecosystem/every-stream.ts';
import { startPipelines } from '../../ecosystem/start-pipelines.ts';
import { everyStreamConfig } from '../../ecosystem/tap-config.ts';
import { targetPostgres } from '../../ecosystem/targets/targets.ts';
import {
  type Arrivals,
  type FarApi,
  type FarApiOptions,
  startBusyLoops,
  startFarApi,
} from '../../support/far-api/start-far-api.ts';
import { type Certificate, makeCertificate } from '../../support/harness/certificate.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { PROGRAM, runTap } from '../../support/harness/run-tap.ts';
import { type Figure, type MeasureCase, repeat } from '../figures.ts';

/** Requests in flight, by default. */
const IN_FLIGHT = 3;

/** How far away the API is and how long it takes, in milliseconds. */
const PACES = [
  { roundTripMs: 10, latencyMs: 40 },
  { roundTripMs: 40, latencyMs: 110 },
  { roundTripMs: 100, latencyMs: 150 },
  { roundTripMs: 200, latencyMs: 200 },
];

/** Round trips at which no request may be refused, beside a target that takes all cores. */
const ROUND_TRIPS = [0, 40, 100, 200];

/** A workspace of short lists: the limit counts requests, not records. */
const SMALL = { campaigns: 3, segments: 3, membersPerSegment: 10, messages: 30, activities: 30 };

/** Networks on which what is sent apart arrives together, over a minute. */
const ROUGH_WAYS = [
  { name: 'each way 0 to 300 ms', jitterMs: 300 },
  { name: 'nothing gets through for 500 ms', stall: { afterMs: 10_000, forMs: 500 } },
];

/**
 * How much of the API's limit of 10 requests a second a sync over TLS uses, as the API sees requests arrive; and that none
 * is refused while two busy loops take the machine.
 */
export const requests: MeasureCase = async (isShort) => {
  const certificate = await makeCertificate();
  const figures: Figure[] = [];
  for (const pace of isShort ? PACES.slice(2, 3) : PACES)
    figures.push(...(await measurePace(certificate, pace, isShort)));
  for (const busyLoops of isShort ? [2] : [2, 4]) {
    const roundTrips = isShort ? ROUND_TRIPS.slice(1, 2) : ROUND_TRIPS;
    figures.push(await countRefused(certificate, { roundTrips, busyLoops, runs: isShort ? 2 : 20 }));
  }
  if (isShort) return figures;
  figures.push(await countRefusedBesideTarget(certificate));
  for (const way of ROUGH_WAYS) figures.push(await countRefusedOnTheWay(certificate, way));
  return figures;
};

async function measurePace(
  certificate: Certificate,
  { roundTripMs, latencyMs }: { roundTripMs: number; latencyMs: number },
  isShort: boolean,
): Promise<Figure[]> {
  const answerMs = roundTripMs + latencyMs;
  const children = isShort ? 20 : 60;
  const { perSecond, mostInAnySecond, refused } = await runFarAway(certificate, {
    delayMs: roundTripMs / 2,
    latencyMs,
    sizes: { campaigns: children, segments: children },
  });
  const what = `requests, answers in ${answerMs} ms, of which ${roundTripMs} on the way`;
  // At a quarter of a second three in flight could just do more than the API takes.
  const atLeast = answerMs <= 250 ? 9.5 : 0.95 * Math.min(10, (IN_FLIGHT * 1000) / answerMs);
  return [
    { what, value: perSecond, unit: 'a second', atLeast, isRatio: true },
    { what, value: mostInAnySecond, unit: 'at most in any second', atMost: 10, digits: 0, isDetail: true },
    { what, value: refused, unit: 'times 429', atMost: 0, digits: 0, isCount: true, isDetail: true },
  ];
}

/** Answers of 429 in some runs at each distance; two runs at a time, which makes the machine busier still. */
async function countRefused(
  certificate: Certificate,
  { roundTrips, busyLoops, runs }: { roundTrips: readonly number[]; busyLoops: number; runs: number },
): Promise<Figure> {
  const stop = startBusyLoops(busyLoops);
  let refused = 0;
  const run = async (roundTripMs: number, seed: number) => {
    const latencyMs = { min: 0, max: 300 };
    const sizes = { campaigns: 5, segments: 5 };
    refused += (await runFarAway(certificate, { delayMs: roundTripMs / 2, latencyMs, seed, sizes })).refused;
  };
  try {
    for (const roundTripMs of roundTrips)
      await repeat(runs / 2, (seed) =>
        Promise.all([run(roundTripMs, 2 * seed - 1), run(roundTripMs, 2 * seed)]),
      );
    const ways = `round trips of ${roundTrips.join(', ')} ms`;
    return refusedIn(`${ways}, beside ${busyLoops} busy loops, ${runs} runs each`, refused);
  } finally {
    stop();
  }
}

/** Answers of 429 in runs over all streams into a real target, on the same cores as two busy loops. */
async function countRefusedBesideTarget(certificate: Certificate): Promise<Figure> {
  const pipelines = await startPipelines(targetPostgres);
  const stop = startBusyLoops(2);
  const streams = everyStream();
  const tap: [string, ...string[]] = [
    'env',
    `NODE_EXTRA_CA_CERTS=${certificate.cert}`,
    process.execPath,
    PROGRAM,
  ];
  const runs = ROUND_TRIPS.flatMap((roundTripMs) => [1, 2, 3, 4, 5].map((seed) => ({ roundTripMs, seed })));
  const run = async ({ roundTripMs, seed }: (typeof runs)[number]): Promise<Arrivals> => {
    const latencyMs = { min: 0, max: 300 };
    const options = { delayMs: roundTripMs / 2, latencyMs, seed, sizes: SMALL };
    return withFarApi(certificate, options, async ({ url }) => {
      const api = { url, apiKey: 'emulator-key' };
      const settings = { ...everyStreamConfig(api), requests_per_second: 10 };
      const schema = `all_${roundTripMs}_${seed}`;
      const files = { tap, catalog: catalogOf(streams), settings };
      const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run(api, schema, files);
      if (tapCode + targetCode !== 0)
        throw new Error(`the pipeline failed: ${tapLog}\n${targetLog}`.slice(-4000));
    });
  };
  let arrivals: Arrivals[];
  try {
    arrivals = await pMap(runs, run, { concurrency: 2 });
  } finally {
    stop();
    await pipelines.stop();
  }
  const sum = (of: 'refused' | 'requests') => arrivals.reduce((total, one) => total + one[of], 0);
  const what = `${streams.length} streams into target-postgres, beside 2 busy loops`;
  return refusedIn(`${what}, ${runs.length} runs with ${sum('requests')} in all`, sum('refused'));
}

/** The figure of answers 429, of which there must be none. */
function refusedIn(what: string, value: number): Figure {
  return { what: `requests, ${what}`, value, unit: 'times 429', atMost: 0, digits: 0, isCount: true };
}

/** Answers of 429 in any minute on a rough way. */
async function countRefusedOnTheWay(
  certificate: Certificate,
  { name, ...way }: (typeof ROUGH_WAYS)[number],
): Promise<Figure> {
  const sizes = { campaigns: 250, segments: 250 };
  const options = { delayMs: 10, latencyMs: 20, ...way, sizes };
  const { mostRefusedInAnyMinute, requests } = await runFarAway(certificate, options);
  return {
    what: `requests, ${name}, ${requests} in all`,
    value: mostRefusedInAnyMinute,
    unit: 'times 429 in any minute',
    atMost: 1,
    digits: 0,
    isCount: true,
  };
}

async function runFarAway(
  certificate: Certificate,
  { sizes, ...options }: Omit<FarApiOptions, 'certificate'>,
): Promise<Arrivals> {
  return withFarApi(certificate, { ...options, sizes: { ...SMALL, ...sizes } }, async ({ url }) => {
    const env = { ...envFor({ url, apiKey: 'emulator-key' }), NODE_EXTRA_CA_CERTS: certificate.cert };
    const { code, stderr } = await runTap([], { ...env, TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10' });
    if (code !== 0) throw new Error(stderr);
  });
}

/** Requests of what is done before an API that is far away, as the API has seen them arrive. */
async function withFarApi(
  certificate: Certificate,
  options: Omit<FarApiOptions, 'certificate'>,
  act: (api: FarApi) => Promise<void>,
): Promise<Arrivals> {
  const api = await startFarApi({ ...options, certificate });
  try {
    await act(api);
    return await api.arrivals();
  } finally {
    await api.close();
  }
}
