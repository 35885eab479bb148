import { setMaxListeners } from 'node:events';
import type { Writable } from 'node:stream';
import { about } from './commands/about.ts';
import { type Arguments, parseArguments } from './commands/arguments.ts';
import { printCatalog } from './commands/discover.ts';
import type { Surroundings } from './commands/prepare.ts';
import { readStreamChoice } from './commands/select-streams.ts';
import type { Environment } from './config/given-settings.ts';
import type { Terminal } from './log/live-line.ts';
import { openLog } from './log/open-log.ts';
import { MANIFEST, VERSION_LINE } from './manifest.ts';
import { print } from './print.ts';
import { describeShortage } from './shortage.ts';
import { SIGNALS, Stopped, type StopSignal } from './stopped.ts';
import { TapError, UsageError } from './tap-error.ts';
import { systemClock } from './time/clock.ts';

/** The parts of a process that the program uses; tests pass their own. */
export interface ProcessLike {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Terminal;
  readonly pid: number;
  readonly env: Environment;
  on(signal: StopSignal, listener: () => void): unknown;
  on(event: 'uncaughtException', listener: (error: Error) => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
}

/**
 * Runs the program with the arguments after its name, and resolves with the exit code: 0 done, 1 failed or
 * incomplete, 2 wrong usage, 130, 143 and 129 after SIGINT, SIGTERM and SIGHUP. The only place where an error becomes one.
 */
export async function main(
  argv: readonly string[],
  process: ProcessLike,
  clock = systemClock,
): Promise<number> {
  const { log, live } = openLog(process, clock.now);
  try {
    const args = await parseArguments(argv, VERSION_LINE);
    const text = args.print ?? (await textOf(args, process.env));
    for (const option of overruled(args)) log.warning(`--${option} has no effect beside --discover`);
    const { stdout, env } = process;
    if (text === undefined)
      await run(args, { stdout, env, log, live, clock, version: MANIFEST.version }, process);
    else await print(stdout, text);
    return 0;
  } catch (error) {
    if (error instanceof Error && !(error instanceof Stopped)) log.debug(error.stack ?? error.message);
    // The last line of a failed run, whatever the level: orchestrators look for it there.
    log.critical(describeError(error));
    if (error instanceof Stopped) return error.exitCode;
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Names the options that have no effect where the catalog is printed. */
function overruled({ discover, about: isAbout, probe, test }: Arguments): string[] {
  if (!discover) return [];
  return [
    ...(isAbout ? ['about'] : []),
    ...(probe ? ['probe'] : []),
    ...(test === undefined ? [] : ['test']),
  ];
}

/** Returns what is printed without a run; undefined if a run is asked for. Discovery wins over all else. */
async function textOf(args: Arguments, env: Environment): Promise<string | undefined> {
  if (args.discover) return printCatalog(await readStreamChoice(args, env));
  return args.about ? about(MANIFEST, args.format) : undefined;
}

async function run(
  args: Arguments,
  surroundings: Omit<Surroundings, 'stop'>,
  process: ProcessLike,
): Promise<void> {
  const stop = new AbortController();
  // Every request and every wait listens to it; more than ten at a time are no leak.
  setMaxListeners(0, stop.signal);
  const listeners = SIGNALS.map((signal): [StopSignal, () => void] => [
    signal,
    () => {
      // Without a listener a second signal ends the process at once.
      forget();
      stop.abort(new Stopped(signal));
    },
  ]);
  const forget = () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // A bug somewhere in a callback ends the run as a stop does. Left to Node, it would end the process at once, and lose
  // what a slow reader has not taken yet.
  process.on('uncaughtException', (error) => stop.abort(error));
  try {
    await (await loadCommand(args))(args, { ...surroundings, stop });
  } finally {
    forget();
    // A page may have been requested that nobody needs now: its retries would keep the process from ending.
    stop.abort(new Error('the run has ended'));
  }
}

/** Loads what asks the API only when it is needed: it takes longer to load than all else. */
async function loadCommand({ test, probe }: Arguments) {
  if (probe) return (await import('./commands/probe.ts')).probe;
  if (test === undefined) return (await import('./commands/sync.ts')).sync;
  const { testSchemas, testStreams } = await import('./commands/test.ts');
  return test === 'schema' ? testSchemas : testStreams;
}

function describeError(error: unknown): string {
  if (error instanceof TapError || error instanceof Stopped) return error.message;
  const shortage = describeShortage(error);
  if (shortage !== undefined) return shortage;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `unexpected error, a bug of the tap: ${what}; set LOGLEVEL=DEBUG for the stack, and report it`;
}
