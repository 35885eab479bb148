import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Env } from '../support/harness/run-main.ts';

/** What a run of a program has cost. */
export interface RunCost {
  code: number | null;
  stderr: string;
  /** From the start of the process to its end and the last byte of its output. */
  wallSeconds: number;
  /** When the first RECORD was there to be read, in unix milliseconds; undefined if there was none. */
  firstRecordAt: number | undefined;
  endedAt: number;
  lines: number;
  bytes: number;
  /** Bytes that belong to STATE messages. */
  stateBytes: number;
  /** Of the process: user and system. */
  cpuSeconds: number;
  peakMb: number;
  /** Resident memory in MB, every 50 ms. */
  samples: number[];
  /** Bytes that the program has given to its stdout. */
  written: number;
}

/** How a program is run. */
export interface RunOptions {
  env?: Env;
  /** Takes the output instead of reading as fast as it comes; must count it. */
  read?: ReadOutput;
}

/** Reads a program's output to its end, hands each piece to `count`, and may send the program a signal. */
export type ReadOutput = (
  stdout: Readable,
  count: (piece: Buffer) => void,
  kill: (signal: NodeJS.Signals) => void,
) => Promise<void>;

/** Reads an output that is larger than a text can be, and keeps its last line: that of a STATE. */
export function readToState(): { read: ReadOutput; state: () => string } {
  let last = '{}';
  return {
    read: async (stdout, count) => {
      stdout.on('data', count);
      for await (const line of createInterface(stdout)) last = line;
    },
    state: () => JSON.stringify(JSON.parse(last).value),
  };
}

const METER = new URL('./meter.mjs', import.meta.url).href;

/** Where the floor is. */
export const FLOOR = fileURLToPath(new URL('./floor.mjs', import.meta.url));

/** Runs a program of Node to its end, reading what it writes, and measures it. */
export async function measureNode(argv: readonly string[], options: RunOptions = {}): Promise<RunCost> {
  return measure(process.execPath, ['--import', METER, ...argv], options);
}

/** Runs any program that tells its cost on file descriptor 3, as {@link METER} does. */
export async function measure(
  command: string,
  args: readonly string[],
  { env = {}, read = readAll }: RunOptions,
): Promise<RunCost> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (!child.stdout) throw new Error(`${command} has no stdout`);
  const texts = ['', ''];
  for (const [index, stream] of [child.stderr, child.stdio[3]].entries()) {
    stream?.on('data', (chunk: Buffer) => {
      texts[index] += chunk.toString();
    });
  }
  const counted = createCount();
  const closed = once(child, 'close');
  await read(child.stdout, counted.add, (signal) => void child.kill(signal));
  const [code]: (number | null)[] = await closed;
  const [stderr = '', cost = ''] = texts;
  const own: Pick<RunCost, 'cpuSeconds' | 'peakMb' | 'samples' | 'written'> =
    cost === '' ? { cpuSeconds: Number.NaN, peakMb: Number.NaN, samples: [], written: 0 } : JSON.parse(cost);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  return { ...own, ...counted.result(), code: code ?? null, stderr, wallSeconds, endedAt: Date.now() };
}

async function readAll(stdout: Readable, count: (chunk: Buffer) => void): Promise<void> {
  stdout.on('data', count);
  await once(stdout, 'end');
}

const STATE = Buffer.from('{"type":"STATE"');
const RECORD = '{"type":"RECORD"';

/** Counts lines without keeping more than the one that a chunk has broken off. */
function createCount() {
  let [lines, bytes, stateBytes] = [0, 0, 0];
  let firstRecordAt: number | undefined;
  let rest: Buffer = Buffer.alloc(0);
  return {
    add(chunk: Buffer) {
      bytes += chunk.length;
      const text = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      if (firstRecordAt === undefined && text.includes(RECORD)) firstRecordAt = Date.now();
      let from = 0;
      for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, from)) {
        lines += 1;
        // `{"type":"S`: SCHEMA or STATE. Looking at one byte keeps the count cheap, which shares the machine.
        if (text[from + 9] === 0x53 && text.subarray(from, from + STATE.length).equals(STATE))
          stateBytes += end + 1 - from;
        from = end + 1;
      }
      rest = text.subarray(from);
    },
    result: () => ({ lines, bytes, stateBytes, firstRecordAt }),
  };
}
