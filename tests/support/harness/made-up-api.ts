import { readFileSync } from 'node:fs';
import type { LoggedRequest } from '../emulator/request-log.ts';
import type { Emulator } from '../emulator/start-emulator.ts';
import { stoppedClock } from './clocks.ts';
import { emulatorFor, NOW } from './emulator-for.ts';
import { type Json, lastState, type Message, recordsOf } from './messages.ts';
import { type Env, runMain, type TapResult } from './run-main.ts';
import { tempFile } from './temp-file.ts';

/** An API of which a test makes up some lists, and runs of a few streams against it. */
export interface MadeUpApi {
  readonly emulator: Emulator;
  readonly env: Env;
  /** From now on this answers the requests of a path, in place of all before. */
  serve(template: string, answer: (request: LoggedRequest) => unknown): void;
  /** Moves the API's clock. */
  pass(seconds: number): void;
  /** Runs the program when the API's clock shows `at`; this machine's clock shows `clock`, by default the same. */
  runAt(at: number, options?: RunOptions): Promise<MadeUpRun>;
}

/** What a run is given. */
export interface RunOptions {
  state?: unknown;
  settings?: Env;
  argv?: readonly string[];
  /** This machine's clock, in unix milliseconds. */
  clock?: () => number;
}

/** What a run has left. */
export interface MadeUpRun extends TapResult {
  readonly state: Json;
  /** The ids of a stream's records, in the order of writing. */
  ids(stream: string): unknown[];
  /** The queries with which a path was asked for, in order. */
  asked(template: string): Readonly<Record<string, string>>[];
}

/** Starts an API whose clock is stopped at NOW, for these streams alone. */
export async function startMadeUpApi(...streams: string[]): Promise<MadeUpApi> {
  let time = NOW;
  const { emulator, env } = await emulatorFor({
    now: NOW,
    clock: () => time,
    sizes: { messages: 0, activities: 0 },
  });
  const catalog = tempFile('catalog.json', catalogOf(streams));
  const answers = new Map<string, (request: LoggedRequest) => unknown>();
  return {
    emulator,
    env,
    serve(template, answer) {
      if (!answers.has(template)) {
        const body = (request: LoggedRequest) => JSON.stringify(answers.get(template)?.(request));
        emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'body', body } });
      }
      answers.set(template, answer);
    },
    pass(seconds) {
      time += seconds;
    },
    async runAt(at, { state, settings = {}, argv = [], clock = () => at * 1000 } = {}) {
      time = at;
      emulator.requests.length = 0;
      const given = state === undefined ? [] : ['--state', tempFile('state.json', state)];
      const stopped = stoppedClock();
      // What passes at the API passes here, too; an answer takes a millisecond.
      const elapsed = () => stopped.elapsed() + (time - at) * 1000 + emulator.requests.length;
      const result = await runMain(
        ['--catalog', catalog, ...given, ...argv],
        { ...env, ...settings },
        clock,
        { ...stopped, elapsed },
      );
      const { messages } = result;
      return {
        ...result,
        messages,
        state: lastState(messages),
        ids: (stream) => recordsOf(messages, stream).map(({ id }) => id),
        asked: (template) =>
          emulator.requests.filter((request) => request.template === template).map(({ query }) => query),
      };
    },
  };
}

/** The shipped catalog with these streams alone, all selected. */
export function catalogOf(streams: readonly string[]): { streams: Json[] } {
  const catalog: { streams: (Json & { metadata: { breadcrumb: string[]; metadata: Json }[] })[] } =
    JSON.parse(readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'));
  return {
    streams: catalog.streams
      .filter(({ stream }) => streams.includes(String(stream)))
      .map((entry) => ({
        ...entry,
        metadata: entry.metadata.map(({ breadcrumb, metadata }) => ({
          breadcrumb,
          metadata: breadcrumb.length === 0 ? { ...metadata, selected: true } : metadata,
        })),
      })),
  };
}

/** The rows of one page, and the cursor of the next, an offset. */
export function cutPage<Row>(
  rows: readonly Row[],
  size: number,
  start: string | undefined,
): { rows: Row[]; next: string } {
  const from = Number(start ?? 0);
  const to = from + size;
  return { rows: rows.slice(from, to), next: to < rows.length ? String(to) : '' };
}

/** The integers from one to another. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** What was written up to each STATE, and what that STATE says: the moments at which a kill makes a difference. */
export function momentsOf(messages: readonly Message[]): { written: Message[]; state: Json }[] {
  return messages.flatMap((message, index) =>
    message.type === 'STATE' ? [{ written: messages.slice(0, index + 1), state: message.value }] : [],
  );
}
