import yargs from 'yargs';
import { didYouMean } from '../did-you-mean.ts';
import { GROUPS } from '../streams/definition.ts';
import { UsageError } from '../tap-error.ts';
import { ABOUT_FORMATS, type AboutFormat } from './about.ts';

/** What --test does: `all` asks the API for each stream, `schema` only prints SCHEMA messages. */
const TEST_MODES = ['all', 'schema'] as const;

/** One of {@link TEST_MODES}. */
export type TestMode = (typeof TEST_MODES)[number];

/** The command line, parsed. */
export interface Arguments {
  config: string[];
  catalog: string | undefined;
  state: string | undefined;
  /** Streams and groups, separated by commas, in place of a catalog. */
  select: string | undefined;
  discover: boolean;
  about: boolean;
  format: AboutFormat;
  test: TestMode | undefined;
  /** What --help or --version prints. */
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
  discover: {
    alias: 'd',
    boolean: true,
    default: false,
    describe: 'Print the catalog of all streams',
  },
  about: { boolean: true, default: false, describe: 'Print the capabilities and settings of the tap' },
  format: { ...FILE, default: 'text', describe: `Format of --about: ${ABOUT_FORMATS.join(', ')}` },
  test: {
    string: true,
    describe:
      'Request one page of each selected stream and report what can be read; --test=schema only prints the SCHEMA messages',
  },
} as const;

/** Parses the arguments after the program's name. Throws {@link UsageError}, one sentence, if they are wrong. */
export async function parseArguments(argv: readonly string[], version: string): Promise<Arguments> {
  const switched = argv.find((argument) => /^(--(discover|about)|-d)=(?!(true|false)$)/.test(argument));
  if (switched) throw new UsageError(`${switched.replace(/=.*/, '')} takes no value; see --help`);
  let print: string | undefined;
  const parsed = await yargs([])
    .scriptName('tap-customerio')
    .usage('Singer tap for Customer.io: writes SCHEMA, RECORD and STATE lines to stdout.\n')
    .usage('$0 --config FILE [--catalog FILE] [--state FILE] | a-singer-target\n$0 --discover')
    .options(OPTIONS)
    .version('version', 'Print the version', `tap-customerio v${version}`)
    .help('help', 'Print this help')
    .wrap(100)
    .strict()
    .parserConfiguration({ 'dot-notation': false })
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(`${describeFault(message || error?.message || 'wrong arguments')}; see --help`);
    })
    .parseAsync([...argv], {}, (_error, _argv, output) => {
      if (output) print = `${output}\n`;
    });
  const catalog = onlyOne('--catalog', [...toList(parsed.catalog), ...toList(parsed.properties)]);
  const select = onlyOne('--select', toList(parsed.select));
  if (catalog !== undefined && select !== undefined)
    throw new UsageError(
      '--select and --catalog both say which streams are read: give one of them; see --help',
    );
  return {
    config: toList(parsed.config),
    catalog,
    select,
    state: onlyOne('--state', toList(parsed.state)),
    discover: parsed.discover,
    about: parsed.about,
    format: toFormat(onlyOne('--format', toList(parsed.format)) ?? 'text'),
    test: toTestMode(onlyOne('--test', toList(parsed.test))),
    print,
  };
}

/** What yargs says of a wrong call, with the option that may have been meant. */
function describeFault(message: string): string {
  const [, unknown] = /^Unknown argument: (\S+)$/.exec(message) ?? [];
  const names = [...Object.keys(OPTIONS), 'version', 'help'];
  const meant = unknown === undefined ? '' : didYouMean(unknown, names, (name) => `--${name}`);
  return `${message.replaceAll('\n', ' ')}${meant}`;
}

/** An option that is given twice comes as a list. */
function toList(value: string | readonly string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
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
