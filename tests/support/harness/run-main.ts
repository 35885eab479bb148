import { PassThrough, Writable } from 'node:stream';
import { main } from '../../../src/cli.ts';
import type { Clock } from '../../../src/time/clock.ts';
import { leapingClock, stoppedClock } from './clocks.ts';
import { type Message, parseMessages } from './messages.ts';

/** What a run of the program has left. */
export interface TapResult {
  code: number;
  stdout: string;
  stderr: string;
  /** Stdout as messages; parsed when it is first looked at. */
  readonly messages: Message[];
}

/** Environment of a run. */
export type Env = Record<string, string>;

/** Settings that point a run to an emulator, as environment variables. */
export function envFor({ url, apiKey }: { url: string; apiKey: string }, more: Env = {}): Env {
  return {
    TAP_CUSTOMERIO_APP_API_KEY: apiKey,
    TAP_CUSTOMERIO_BASE_URL: url,
    TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '1000',
    ...more,
  };
}

/**
 * Runs the program within this process, so that its clock can be set and its coverage counted; it waits for nothing but
 * answers. `saidLater` is what it writes to stderr after its end, as it must not.
 */
export async function runMain(
  argv: readonly string[],
  env: Env = {},
  now = Date.now,
  clock: Clock = now === Date.now ? leapingClock() : stoppedClock(),
): Promise<TapResult & { saidLater: () => string }> {
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { process, stderr } = startProcess(stdout, env);
  const code = await main(argv, process, { ...clock, now });
  const saidLater = () => stderr().slice(said.length);
  const said = stderr();
  return Object.assign(toResult(code, Buffer.concat(chunks).toString(), said, env), { saidLater });
}

/** Makes a process for `main`, and gives what it has written to stderr so far; `on` is told of its listeners. */
export function startProcess(
  stdout: PassThrough,
  env: Env,
  on: (event: string, listener: (error: Error) => void) => void = () => {},
) {
  let text = '';
  const stderr = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  return { process: { stdout, stderr, pid: 4711, env, on, off() {} }, stderr: () => text };
}

/** What the emulator's people and cursors look like: none of it may ever be said on stderr. */
const PRIVATE = /person\.\d+@example\.com|\ba3[0-9a-f]{6}\b|WyI[\w-]{10,}/;

/** Puts a result together. Fails if the program has told its key, a person or a cursor, whatever the test is about. */
export function toResult(code: number, stdout: string, stderr: string, env: Env): TapResult {
  const key = env['TAP_CUSTOMERIO_APP_API_KEY'] ?? '';
  if (PRIVATE.test(stderr) || (key.length > 5 && stderr.includes(key)))
    throw new Error(`told on stderr: ${stderr}`);
  let messages: Message[] | undefined;
  return {
    code,
    stdout,
    stderr,
    get messages() {
      messages ??= parseMessages(stdout);
      return messages;
    },
  };
}
