import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { batchSetting, readBatch } from '../../support/harness/batch-files.ts';
import { type BatchMessage, type Json, lastState, type Message } from '../../support/harness/messages.ts';
import { envFor, toResult } from '../../support/harness/run-main.ts';
import { startTap } from '../../support/harness/run-tap.ts';
import { HISTORY_DAYS, type Scenario } from './scenario.ts';

/** Records by stream and key: what a target that upserts would hold. */
type Table = Map<string, Json>;

/** What a scenario has shown. */
export interface Outcome {
  /** Runs that were killed before they ended by themselves. */
  killed: number;
  /** Keys of a clean run that the union of all runs lacks, or holds with other values. */
  lost: string[];
  /** Keys in the union that the clean run does not have. */
  surplus: string[];
  /** For each stream that went on where a killed run had stopped: the most records that one run has written again. */
  reread: Map<string, number>;
  /** Bytes of the longest STATE. */
  longestState: number;
}

interface RunOutput {
  messages: Message[];
  isKilled: boolean;
}

/**
 * Runs the built program; kills it with SIGKILL after this many lines, and takes no line beyond them. Each record
 * of a file counts as one.
 */
async function runAndKill(
  argv: readonly string[],
  env: Record<string, string>,
  lines: number,
): Promise<RunOutput> {
  const child = startTap(argv, env);
  const messages: Message[] = [];
  let taken = 0;
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (!child.stdout) throw new Error('the program has no stdout');
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  for await (const line of createInterface({ input: child.stdout })) {
    if (taken >= lines) continue;
    const message: Message = JSON.parse(line);
    const records = message.type === 'BATCH' ? toRecords(message) : [message];
    messages.push(...records);
    taken += records.length;
    if (taken >= lines) child.kill('SIGKILL');
  }
  const code = await ended;
  toResult(code ?? 0, '', stderr, env);
  if (code !== 0 && code !== null) throw new Error(`exit code ${code}\n${stderr}`);
  return { messages, isKilled: code === null };
}

/** What the files of a message hold, as if it had come line by line. They are read while the program runs on. */
function toRecords(message: BatchMessage): Message[] {
  const { stream } = message;
  return readBatch(message).map((record) => ({ type: 'RECORD', stream, record, time_extracted: '' }));
}

/**
 * Plays a scenario to its end against an emulator of its own; files go into `folder`. With `batchSize`, records come in
 * BATCH files of that many.
 */
export async function killAndResume(
  scenario: Scenario,
  folder: string,
  batchSize?: number,
): Promise<Outcome> {
  const emulator = await startEmulator({ requestsPerSecond: false, ...scenario.api });
  const env = envFor(emulator, {
    TAP_CUSTOMERIO_ANCHOR_DATE: new Date(Date.now() - HISTORY_DAYS * 86_400_000).toISOString(),
    ...(batchSize && { TAP_CUSTOMERIO_BATCH_CONFIG: batchSetting(join(folder, 'batches'), batchSize) }),
  });
  const union: Table = new Map();
  const outcome: Outcome = { killed: 0, lost: [], surplus: [], reread: new Map(), longestState: 0 };
  try {
    let state: Json | undefined;
    /** What each stream has written since it was last begun anew. */
    const passes = new Map<string, Set<string>>();
    for (const [index, lines] of [...scenario.kills, Number.POSITIVE_INFINITY].entries()) {
      const arrivals = scenario.arrivals[index - 1];
      if (arrivals) {
        const justNow = Math.floor(Date.now() / 1000) - 2;
        emulator.addMessages(arrivals.messages, {
          created: Array.from({ length: arrivals.messages }, () => justNow),
        });
        emulator.addActivities(arrivals.activities, {
          timestamps: Array.from({ length: arrivals.activities }, () => justNow),
        });
      }
      if (index === scenario.forgetsCursorsBefore) emulator.refuseCursors();
      const run = await runAndKill(stateArguments(state, folder), env, lines);
      if (run.isKilled) outcome.killed += 1;
      const written = toTable(run.messages);
      for (const [key, record] of written) union.set(key, record);
      for (const stream of new Set([...written.keys(), ...passes.keys()].map(streamOf))) {
        const keys = [...written.keys()].filter((key) => streamOf(key) === stream);
        // A stream that is not resumed is read anew, or from its bookmark: that has nothing to do with a kill.
        const pass = (isResumed(state, stream) ? passes.get(stream) : undefined) ?? new Set();
        const count = keys.filter((key) => pass.has(key)).length;
        if (count > 0) outcome.reread.set(stream, Math.max(count, outcome.reread.get(stream) ?? 0));
        passes.set(stream, new Set([...pass, ...keys]));
      }
      outcome.longestState = Math.max(outcome.longestState, ...run.messages.map(stateLength));
      if (run.messages.some(({ type }) => type === 'STATE')) state = lastState(run.messages);
    }
    const clean = toTable((await runAndKill([], env, Number.POSITIVE_INFINITY)).messages);
    outcome.lost = [...clean]
      .filter(([key, record]) => JSON.stringify(union.get(key)) !== JSON.stringify(record))
      .map(([key]) => key);
    outcome.surplus = [...union.keys()].filter((key) => !clean.has(key));
    return outcome;
  } finally {
    await emulator.close();
  }
}

/** Whether a state says that the stream's last run was interrupted, so that the next one goes on in its middle. */
function isResumed(state: Json | undefined, stream: string): boolean {
  const bookmark = asObject(asObject(state?.['bookmarks'])[stream]);
  return Array.isArray(bookmark['progress']) && bookmark['progress'].length > 0;
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function stateArguments(state: Json | undefined, folder: string): string[] {
  if (!state) return [];
  const path = join(folder, 'state.json');
  writeFileSync(path, JSON.stringify(state));
  return ['--state', path];
}

function stateLength(message: Message): number {
  return message.type === 'STATE' ? JSON.stringify(message).length : 0;
}

/** A run's records by stream and key. */
function toTable(messages: readonly Message[]): Table {
  const keys = new Map<string, string[]>();
  const table: Table = new Map();
  for (const message of messages) {
    if (message.type === 'SCHEMA') keys.set(message.stream, message.key_properties);
    if (message.type !== 'RECORD') continue;
    const { stream, record } = message;
    const key = [stream, ...(keys.get(stream) ?? []).map((name) => String(record[name]))].join('/');
    if (table.has(key)) throw new Error(`${key} is written twice in one run`);
    table.set(key, record);
  }
  return table;
}

function streamOf(key: string): string {
  return key.slice(0, key.includes('/') ? key.indexOf('/') : undefined);
}
