import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import yargs from 'yargs';
import { discover, printCatalog } from './commands/discover.ts';
import { sync } from './commands/sync.ts';
import type { Environment } from './config/settings.ts';
import { isJsonObject } from './json/json-object.ts';
import { createLog, levelFrom } from './log/log.ts';
import { createWriter } from './singer/writer.ts';
import { TapError, UsageError } from './tap-error.ts';

/** The parts of a process that the program uses; tests pass their own. */
export interface ProcessLike {
  readonly stdout: Writable;
  readonly stderr: { write(text: string): unknown };
  readonly env: Environment;
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
}

/** Signals that end a run in order, and the exit codes that shells expect after them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof EXIT_CODES;

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** The reason of a run's end when a signal came. */
class Stopped extends Error {
  readonly exitCode: number;

  constructor(signal: StopSignal) {
    super(`stopped by ${signal}; what was written is whole, and the last STATE says where to go on`);
    this.exitCode = EXIT_CODES[signal];
  }
}

interface Arguments {
  config: string[];
  catalog: string | undefined;
  state: string | undefined;
  discover: boolean;
  /** What --help or --version prints. */
  print: string | undefined;
}

/**
 * Runs the program with the arguments after its name, and resolves with the exit code: 0 done, 1 failed or
 * incomplete, 2 wrong usage, 130 and 143 after SIGINT and SIGTERM. The only place where an error becomes one.
 */
export async function main(argv: readonly string[], process: ProcessLike, now = Date.now): Promise<number> {
  const log = createLog((line) => process.stderr.write(line), levelFrom(process.env));
  try {
    const args = await parseArguments(argv);
    const text = args.print ?? (args.discover ? printCatalog(discover()) : undefined);
    if (text === undefined) await runSync(args, process, log, now);
    else await print(process.stdout, text);
    return 0;
  } catch (error) {
    if (error instanceof Error && !(error instanceof Stopped)) log.debug(error.stack ?? error.message);
    // The last line of a failed run, whatever the level: orchestrators look for it there.
    log.critical(describeError(error));
    if (error instanceof Stopped) return error.exitCode;
    return error instanceof UsageError ? 2 : 1;
  }
}

async function runSync(
  args: Arguments,
  process: ProcessLike,
  log: ReturnType<typeof createLog>,
  now: () => number,
) {
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
  try {
    await sync(args, { stdout: process.stdout, env: process.env, log, version: readVersion(), stop, now });
  } finally {
    forget();
  }
}

async function print(stdout: Writable, text: string): Promise<void> {
  let gone: Error | undefined;
  const writer = createWriter(stdout, (error) => {
    gone = error;
  });
  await writer.write([text.replace(/\n$/, '')]);
  await writer.flush();
  if (gone) throw gone;
}

async function parseArguments(argv: readonly string[]): Promise<Arguments> {
  let print: string | undefined;
  const fail = (message: string | undefined) => {
    throw new UsageError(`${(message ?? 'wrong arguments').replaceAll('\n', ' ')}; see --help`);
  };
  const parsed = await yargs([])
    .scriptName('tap-customerio')
    .usage('Singer tap for Customer.io: writes SCHEMA, RECORD and STATE lines to stdout.\n')
    .usage('$0 --config FILE [--catalog FILE] [--state FILE] | a-singer-target\n$0 --discover')
    .options({
      config: {
        alias: 'c',
        string: true,
        requiresArg: true,
        describe: 'Settings: a JSON file, or ENV for TAP_CUSTOMERIO_* variables; may be repeated',
      },
      catalog: {
        string: true,
        requiresArg: true,
        describe: 'Streams and fields to read, as --discover writes them; all without it',
      },
      properties: { alias: 'p', string: true, requiresArg: true, describe: 'The same as --catalog' },
      state: {
        alias: 's',
        string: true,
        requiresArg: true,
        describe: 'STATE of an earlier run, to go on from',
      },
      discover: {
        alias: 'd',
        boolean: true,
        default: false,
        describe: 'Write the catalog of all streams to stdout',
      },
    })
    .version('version', 'Write the version', `tap-customerio v${readVersion()}`)
    .help('help', 'Write this help')
    .wrap(100)
    .strict()
    .exitProcess(false)
    .fail((message, error) => fail(message || error?.message))
    .parseAsync([...argv], {}, (_error, _argv, output) => {
      if (output) print = `${output}\n`;
    });
  return {
    config: toList(parsed.config),
    catalog: onlyOne('--catalog', [...toList(parsed.catalog), ...toList(parsed.properties)]),
    state: onlyOne('--state', toList(parsed.state)),
    discover: parsed.discover,
    print,
  };
}

/** An option that is given twice comes as a list. */
function toList(value: string | readonly string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

function onlyOne(option: string, values: readonly string[]): string | undefined {
  if (values.length > 1) throw new UsageError(`${option} is given more than once; see --help`);
  return values[0];
}

function describeError(error: unknown): string {
  if (error instanceof TapError || error instanceof Stopped) return error.message;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `unexpected error, a bug of the tap: ${what}; set LOGLEVEL=DEBUG for the stack, and report it`;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return isJsonObject(manifest) ? String(manifest['version']) : 'unknown';
}
