import { parseArgs } from 'node:util';
import { GROUPS } from '../streams/definition.ts';
import { UsageError } from '../tap-error.ts';
import { ABOUT_FORMATS, type AboutFormat } from './about.ts';
import type { GivenOptions } from './usage.ts';

/** Mode of --test: `all` asks the API for each stream, `schema` only prints SCHEMA messages. */
const TEST_MODES = ['all', 'schema'] as const;

/** One of {@link TEST_MODES}. */
export type TestMode = (typeof TEST_MODES)[number];

/** The command line, parsed. */
export interface Arguments {
  config: string[];
  catalog: string | undefined;
  state: string | undefined;
  /** The file that gets the run's summary as JSON. */
  summary: string | undefined;
  /** Streams and groups, separated by commas, in place of a catalog. */
  select: string | undefined;
  discover: boolean;
  about: boolean;
  format: AboutFormat;
  test: TestMode | undefined;
  probe: boolean;
  /** The folder that --probe keeps its answers in. */
  record: string | undefined;
  /** Text that --help or --version prints. */
  print: string | undefined;
}

const FILE = { string: true, requiresArg: true } as const;

const OPTIONS = {
  config: {
    ...FILE,
    alias: 'c',
    describe: 'Settings: a JSON file, or ENV for the TAP_CUSTOMERIO_* variables; can be repeated',
  },
  catalog: {
    ...FILE,
    describe:
      'Streams and fields to read, in the form that --discover prints; without it, the default streams are read',
  },
  properties: { ...FILE, alias: 'p', describe: 'The same as --catalog' },
  select: {
    ...FILE,
    describe: `Streams to read, separated by commas, instead of a catalog; groups: ${GROUPS.map((group) => `+${group}`).join(', ')}`,
  },
  state: { ...FILE, alias: 's', describe: 'State of an earlier run to continue from' },
  summary: {
    ...FILE,
    describe: 'File to write the summary of the run to, as one JSON object; docs/running.md lists its fields',
  },
  discover: {
    alias: 'd',
    boolean: true,
    default: false,
    describe: 'Print the catalog of all streams',
  },
  about: { boolean: true, default: false, describe: 'Print the capabilities and settings of the tap' },
  format: {
    ...FILE,
    default: 'text',
    describe: `Format of --about: ${ABOUT_FORMATS.join(', ')}; of --probe: text or json`,
  },
  probe: {
    boolean: true,
    default: false,
    describe:
      'Ask the API, with at most 120 requests that only read, which of the beliefs of the tap hold, and print a report',
  },
  record: {
    ...FILE,
    describe: 'Keep the answers of --probe in this new folder, with nothing of the account in them',
  },
  test: {
    string: true,
    describe:
      'Request one page of each selected stream and report what can be read; --test=schema only prints the SCHEMA messages',
  },
} as const;

/** Parses the arguments after the program's name. Throws {@link UsageError}, one sentence, if they are wrong. */
export async function parseArguments(argv: readonly string[], versionLine: string): Promise<Arguments> {
  const switched = argv.find((argument) => /^(--(discover|about|probe)|-d)=(?!(true|false)$)/.test(argument));
  if (switched) throw new UsageError(`${switched.replace(/=.*/, '')} takes no value; see --help`);
  const { given, print } =
    readPlain(argv, versionLine) ??
    (await (await import('./usage.ts')).readOrExplain(argv, OPTIONS, versionLine));
  const catalog = onlyOne('--catalog', [...textsOf(given, 'catalog'), ...textsOf(given, 'properties')]);
  const select = onlyOne('--select', textsOf(given, 'select'));
  if (catalog !== undefined && select !== undefined)
    throw new UsageError(
      '--select and --catalog both say which streams are read: give one of them; see --help',
    );
  const summary = onlyOne('--summary', textsOf(given, 'summary'));
  const isRun = given['discover'] !== true && given['about'] !== true && given['test'] === undefined;
  if (summary !== undefined && !isRun)
    throw new UsageError('--summary is for a run that reads streams; see --help');
  if (given['record'] !== undefined && given['probe'] !== true)
    throw new UsageError('--record keeps the answers of --probe: give both; see --help');
  return {
    config: textsOf(given, 'config'),
    catalog,
    select,
    state: onlyOne('--state', textsOf(given, 'state')),
    summary,
    discover: given['discover'] === true,
    about: given['about'] === true,
    format: toFormat(onlyOne('--format', textsOf(given, 'format')) ?? 'text'),
    probe: given['probe'] === true,
    record: onlyOne('--record', textsOf(given, 'record')),
    test: toTestMode(onlyOne('--test', textsOf(given, 'test'))),
    print,
  };
}

/**
 * Reads a call that has nothing but options of the table, each with its value; undefined for any other, such as a wrong
 * one. Node does it at once, whereas yargs, which can explain, takes as long to load as all else together.
 */
function readPlain(
  argv: readonly string[],
  versionLine: string,
): { given: GivenOptions; print: string | undefined } | undefined {
  const options = Object.fromEntries(
    Object.entries({ ...OPTIONS, version: { boolean: true } }).map(([name, option]) => [
      name,
      {
        ...('boolean' in option
          ? { type: 'boolean' as const }
          : { type: 'string' as const, multiple: true as const }),
        ...('alias' in option ? { short: option.alias } : {}),
      },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const isEmpty = Object.keys(values).some((name) => textsOf(values, name).includes(''));
    if (isEmpty) return undefined;
    return { given: values, print: values['version'] ? `${versionLine}\n` : undefined };
  } catch {
    return undefined;
  }
}

/** An option's values; it may have been given once, twice or not at all. */
function textsOf(given: GivenOptions, name: string): string[] {
  return [given[name]].flat().filter((value) => typeof value === 'string');
}

function onlyOne(option: string, values: readonly string[]): string | undefined {
  if (values.length > 1) throw new UsageError(`${option} is given more than once; see --help`);
  return values[0];
}

function toFormat(text: string): AboutFormat {
  const format = ABOUT_FORMATS.find((name) => name === text.toLowerCase());
  if (!format) throw new UsageError(`--format must be one of ${ABOUT_FORMATS.join(', ')}; see --help`);
  return format;
}

/** `--test` alone means all. */
function toTestMode(text: string | undefined): TestMode | undefined {
  if (text === undefined) return undefined;
  const mode = TEST_MODES.find((name) => name === (text.toLowerCase() || 'all'));
  if (!mode) throw new UsageError(`--test must be one of ${TEST_MODES.join(', ')}; see --help`);
  return mode;
}
