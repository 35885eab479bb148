import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorOptions } from '../../support/emulator/options.ts';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { type Env, envFor } from '../../support/harness/run-main.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import type { Figure, MeasureCase } from '../figures.ts';
import { measureNode, readToState } from '../measure-run.ts';

/** Live answers take this long, in milliseconds (docs/speed.md). */
const LATENCIES = [300, 1200];

/** Half a year of messages, a month of activities, and what belongs to them. */
const WORKSPACES: Readonly<Record<string, NonNullable<EmulatorOptions['sizes']>>> = {
  small: {
    campaigns: 10,
    actionsPerCampaign: 5,
    newsletters: 20,
    segments: 20,
    membersPerSegment: 500,
    messages: 10_000,
    activities: 2000,
  },
  medium: {
    campaigns: 50,
    actionsPerCampaign: 8,
    newsletters: 100,
    segments: 60,
    membersPerSegment: 2000,
    messages: 100_000,
    activities: 20_000,
  },
  large: {
    campaigns: 200,
    actionsPerCampaign: 8,
    newsletters: 500,
    segments: 150,
    membersPerSegment: 5000,
    messages: 300_000,
    activities: 60_000,
  },
};

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-bench-'));

/**
 * How long a first run over the default streams takes, and the next one, by size of workspace: at the API's limit, and as
 * many in flight as slow answers need. Then what a place in flight more brings at both ends of how long answers take.
 */
export const runTimes: MeasureCase = async (isShort) => {
  // Nothing is asserted here.
  if (isShort) return [];
  const measure = (name: string) => measureWorkspace(name, { sizes: WORKSPACES[name] ?? {}, latencyMs: 300 });
  const figures = await measure('small');
  // Side by side, since each waits for the limit nearly all of the time.
  const large = await Promise.all(['medium', 'large'].map(measure));
  const rates = await Promise.all(
    LATENCIES.flatMap((latencyMs) =>
      [3, Math.ceil((latencyMs / 1000) * 10) + 1].map((inFlight) => measureRate(latencyMs, inFlight)),
    ),
  );
  return [...figures, ...large, ...rates].flat();
};

async function measureWorkspace(name: string, options: EmulatorOptions): Promise<Figure[]> {
  const emulator = await startEmulator({ messagesSpanDays: 183, ...options });
  try {
    const env = {
      ...envFor(emulator),
      TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10',
      TAP_CUSTOMERIO_MAX_CONCURRENCY: '6',
    };
    const path = join(folder, `${name}.json`);
    const first = await timeRun(emulator, [], env);
    writeFileSync(path, first.state);
    const next = await timeRun(emulator, ['--state', path], env);
    return [
      ...toFigures(`${name} workspace, first run`, first),
      ...toFigures(`${name} workspace, next run`, next),
    ];
  } finally {
    await emulator.close();
  }
}

async function measureRate(latencyMs: number, inFlight: number): Promise<Figure[]> {
  const emulator = await startEmulator({
    latencyMs,
    messagesSpanDays: 183,
    sizes: WORKSPACES['small'] ?? {},
  });
  try {
    const more = {
      TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '10',
      TAP_CUSTOMERIO_MAX_CONCURRENCY: String(inFlight),
    };
    const { requests, seconds } = await timeRun(emulator, [], { ...envFor(emulator), ...more });
    const what = `answers in ${latencyMs} ms, ${inFlight} in flight`;
    return [{ what, value: requests / seconds, unit: 'requests a second', isDetail: true }];
  } finally {
    await emulator.close();
  }
}

interface TimedRun {
  requests: number;
  seconds: number;
  state: string;
}

async function timeRun(
  { requests }: { requests: readonly { at: number }[] },
  argv: readonly string[],
  env: Env,
): Promise<TimedRun> {
  const before = requests.length;
  const output = readToState();
  const { code, stderr, wallSeconds } = await measureNode([PROGRAM, ...argv], { env, read: output.read });
  if (code !== 0) throw new Error(stderr);
  return { requests: requests.length - before, seconds: wallSeconds, state: output.state() };
}

function toFigures(what: string, { requests, seconds }: TimedRun): Figure[] {
  return [
    { what, value: requests, unit: 'requests', digits: 0, isDetail: true },
    { what, value: seconds, unit: 's', digits: 0, isDetail: true },
  ];
}
