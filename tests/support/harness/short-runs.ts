import { PassThrough } from 'node:stream';
import { main } from '../../../src/cli.ts';
import { definitions, isStreamName, streamNames } from '../../../src/streams/definitions.ts';
import type { FaultRule } from '../emulator/faults.ts';
import type { EmulatorOptions } from '../emulator/options.ts';
import { stoppedClock } from './clocks.ts';
import { emulatorFor, NOW } from './emulator-for.ts';
import { type Json, lastState, type Message, parseMessages } from './messages.ts';
import { type Env, startProcess, toResult } from './run-main.ts';
import { tempFile } from './temp-file.ts';

/** With ten requests a second. */
const MS_A_REQUEST = 100;

const DAY = 86_400;

/** A workspace that takes some hundred requests. */
const WORKSPACE: EmulatorOptions = {
  messagesSpanDays: 20,
  sizes: {
    campaigns: 4,
    actionsPerCampaign: 12,
    broadcasts: 3,
    actionsPerBroadcast: 3,
    newsletters: 15,
    segments: 6,
    membersPerSegment: 20,
    people: 70,
    objectsPerType: 12,
    messages: 40,
    activities: 40,
    suppressionsPerType: 50,
    errorsPerTrigger: 5,
  },
};

/** How runs are ended early. */
export interface ShortRuns {
  /** Time from one run to the next, in seconds. */
  readonly pause: number;
  /** A kill leaves what has been written; a signal is answered with the last STATE. */
  readonly by: 'kill' | 'SIGTERM';
  /** Each run is given one in this many of the requests of a whole one. */
  readonly share: number;
  readonly most: number;
  /** What fails in each run. */
  readonly fault?: FaultRule;
  readonly settings?: Env;
}

/** What the runs have brought together. */
export interface Brought {
  /** Number of runs that were needed; undefined if not all has come. */
  readonly runs: number | undefined;
  /** Number of rows by stream that have not come. */
  readonly missing: Readonly<Record<string, number>>;
}

/** Reads all streams of a workspace whole, and then in runs that are each ended early, until all has come. */
export async function playShortRuns({
  pause,
  by,
  share,
  most,
  fault,
  settings,
}: ShortRuns): Promise<Brought> {
  let time = NOW;
  let seen = 0;
  const { emulator, env } = await emulatorFor({
    ...WORKSPACE,
    now: NOW,
    clock: () => time + Math.floor((seen * MS_A_REQUEST) / 1000),
  });
  const run = async (limit: number, state?: Json) => {
    seen = 0;
    let end = () => {};
    emulator.faults.clear();
    emulator.faults.add({
      match: {
        where() {
          seen += 1;
          if (seen > limit) end();
          return seen > limit;
        },
      },
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'hang-before' },
    });
    if (fault) emulator.faults.add({ times: Number.POSITIVE_INFINITY, ...fault });
    const started = startRun({
      argv: state === undefined ? [] : ['--state', tempFile('state.json', state)],
      env: {
        ...env,
        TAP_CUSTOMERIO_ESP_DOMAINS: 'mail.example.com',
        TAP_CUSTOMERIO_ANCHOR_DATE: String(NOW - 30 * DAY),
        ...settings,
      },
      now: time,
      elapsed: () => seen * MS_A_REQUEST,
    });
    end = by === 'kill' ? started.kill : started.stop;
    return { messages: await started.messages, requests: seen };
  };
  const whole = await run(Number.POSITIVE_INFINITY);
  const limit = Math.ceil(whole.requests / share);
  const union = new Set<string>();
  let left = keysOf(whole.messages);
  let state: Json | undefined;
  for (let runs = 1; runs <= most; runs += 1) {
    time += pause;
    const { messages } = await run(limit, state);
    if (messages.some(({ type }) => type === 'STATE')) state = lastState(messages);
    for (const key of keysOf(messages)) union.add(key);
    left = left.filter((key) => !union.has(key));
    if (left.length === 0) return { runs, missing: {} };
  }
  // What has gone from the workspace meanwhile need not have come.
  time += 60;
  const there = new Set(keysOf((await run(Number.POSITIVE_INFINITY)).messages));
  const missing: Record<string, number> = {};
  for (const key of left) {
    const [stream = ''] = key.split(' ');
    if (there.has(key)) missing[stream] = (missing[stream] ?? 0) + 1;
  }
  return { runs: Object.keys(missing).length === 0 ? most : undefined, missing };
}

/** Starts a run of all streams within this process. */
function startRun({
  argv,
  env,
  now,
  elapsed,
}: {
  argv: readonly string[];
  env: Env;
  now: number;
  elapsed: () => number;
}) {
  const stdout = new PassThrough();
  let text = '';
  let isKilled = false;
  let stop = () => {};
  stdout.on('data', (chunk: Buffer) => {
    if (!isKilled) text += String(chunk);
  });
  const { process, stderr } = startProcess(stdout, env, (event, listener) => {
    if (event === 'SIGTERM') stop = () => listener(new Error(event));
  });
  const stopped = stoppedClock();
  const clock = { ...stopped, now: () => now * 1000, elapsed: () => stopped.elapsed() + elapsed() };
  const ended = main(['--config=ENV', '--select', streamNames.join(','), ...argv], process, clock);
  return {
    stop: () => stop(),
    kill() {
      isKilled = true;
      stop();
    },
    messages: ended.then((code): Message[] => {
      toResult(code, text, stderr(), env);
      // A kill may come within a line.
      return parseMessages(text.slice(0, text.lastIndexOf('\n') + 1));
    }),
  };
}

/** The keys of the records, each with its stream. */
function keysOf(messages: readonly Message[]): string[] {
  return messages.flatMap((message) => {
    if (message.type !== 'RECORD' || !isStreamName(message.stream)) return [];
    const { stream, record } = message;
    return `${stream} ${JSON.stringify(definitions[stream].primaryKey.map((key) => record[key]))}`;
  });
}
