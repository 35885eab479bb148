import { parseArgs } from 'node:util';
import { type EmulatorOptions, settingsOf } from './options.ts';
import { startReplay } from './replay.ts';
import { startEmulator } from './start-emulator.ts';
import type { WorldSizes } from './world-plan.ts';

const { sizes, messagesSpanDays } = settingsOf({}).plan;

/** An option of the command line. */
interface Option {
  /** The value; a flag has none. */
  readonly takes?: string;
  readonly help: string;
  /** Gives what it sets; undefined where the value is wrong. */
  readonly read: (text: string) => EmulatorOptions | undefined;
}

const counted = (help: string, set: (count: number) => EmulatorOptions): Option => ({
  takes: 'N',
  help,
  read: (text) => (/^\d+$/.test(text) ? set(Number(text)) : undefined),
});

const sized = (name: keyof WorldSizes, help = `default: ${sizes[name]}`): Option =>
  counted(help, (count) => ({ sizes: { [name]: count } }));

function chosen<Choice extends string>(
  choices: readonly Choice[],
  help: string,
  set: (choice: Choice) => EmulatorOptions,
): Option {
  const read = (text: string) => choices.filter((choice) => choice === text).map(set)[0];
  return { takes: choices.join(' | '), help, read };
}

const ORDERS = ['newest_first', 'oldest_first'] as const;

const OPTIONS: Readonly<Record<string, Option>> = {
  port: counted('default: any free port', (port) => ({ port })),
  'api-key': { takes: 'KEY', help: 'default: emulator-key', read: (apiKey) => ({ apiKey }) },
  seed: counted('the same seed, sizes and --now give the same data; default: 1', (seed) => ({ seed })),
  now: counted('unix time that the data end at; default: the time at start', (now) => ({ now })),
  campaigns: sized('campaigns'),
  newsletters: sized('newsletters'),
  segments: sized('segments'),
  members: sized('membersPerSegment', `people in each segment; default: ${sizes.membersPerSegment}`),
  people: sized('people', 'default: a few more than a segment has'),
  activities: sized('activities'),
  messages: sized('messages'),
  'messages-span-days': counted(`how far back messages go; default: ${messagesSpanDays}`, (days) => ({
    messagesSpanDays: days,
  })),
  latency: {
    takes: 'MS | MIN-MAX',
    help: 'milliseconds before each answer; default: 0',
    read: (text) => {
      const [, min, max = min] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
      return Number(min) <= Number(max) ? { latencyMs: { min: Number(min), max: Number(max) } } : undefined;
    },
  },
  'requests-per-second': counted('default: 10; 0: no limit', (rate) => ({
    requestsPerSecond: rate || false,
  })),
  'activities-order': chosen(ORDERS, 'default: newest_first', (activitiesOrder) => ({ activitiesOrder })),
  'messages-order': chosen(ORDERS, 'default: newest_first', (messagesOrder) => ({ messagesOrder })),
  'end-of-pages': chosen(
    ['absent', 'null', 'empty'],
    'the "next" of a last page; default: empty',
    (endOfPages) => ({ endOfPages }),
  ),
  'unknown-fields': {
    help: 'some records carry a field that no table has',
    read: () => ({ unknownFields: true }),
  },
};

const help =
  () => `Serves the Customer.io App API on 127.0.0.1: every operation that the tap reads, with made-up data that add up.

  npm run emulator -- [options]

${Object.entries(OPTIONS)
  .map(([name, { takes = '', help: text }]) => `  --${`${name} ${takes}`.padEnd(46)}${text}\n`)
  .join(
    '',
  )}  --replay FOLDER                                 serves what tap-customerio --probe --record has kept, and nothing else
  --help

It prints its address, the key, and what config.json needs, and runs until Ctrl-C. Each day one person leaves each
segment and another joins; nothing else changes meanwhile.
`;

function readArguments(): Record<string, string | boolean | undefined> {
  const typeOf = ({ takes }: Option) => ({ type: takes === undefined ? 'boolean' : 'string' }) as const;
  const known = Object.entries(OPTIONS).map(([name, option]) => [name, typeOf(option)] as const);
  const options = {
    ...Object.fromEntries(known),
    replay: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  return parseArgs({ options }).values;
}

function optionsOf(values: ReturnType<typeof readArguments>): EmulatorOptions {
  const options: EmulatorOptions = { unknownFields: false };
  for (const [name, { takes, read }] of Object.entries(OPTIONS)) {
    const text = values[name];
    if (text === undefined) continue;
    const set = read(String(text));
    if (set === undefined) throw new TypeError(`--${name} takes ${takes}, not ${text}`);
    Object.assign(options, set, { sizes: { ...options.sizes, ...set.sizes } });
  }
  return options;
}

async function serve(): Promise<void> {
  const values = readArguments();
  if (values['help']) {
    process.stdout.write(help());
    return;
  }
  const { replay } = values;
  const options = optionsOf(values);
  const emulator =
    typeof replay === 'string' ? await startReplay(replay, options.port) : await startEmulator(options);
  // the settings that the tap needs, ready to be put into its config file
  const config = { app_api_key: emulator.apiKey, base_url: emulator.url };
  process.stdout.write(`${emulator.url}\nkey: ${emulator.apiKey}\nconfig: ${JSON.stringify(config)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
