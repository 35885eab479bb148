import { parseArgs } from 'node:util';
import { type EmulatorOptions, settingsOf } from './options.ts';
import { startReplay } from './replay.ts';
import { startEmulator } from './start-emulator.ts';

const { plan } = settingsOf({});
const { sizes } = plan;

const HELP = `Serves the Customer.io App API on 127.0.0.1: every operation that the tap reads, with made-up data that add up.

  npm run emulator -- [options]

  --port N                  default: any free port
  --api-key KEY             default: emulator-key
  --seed N                  the same seed, sizes and --now give the same data; default: 1
  --now SECONDS             unix time that the data end at; default: the time at start
  --campaigns N             default: ${sizes.campaigns}
  --newsletters N           default: ${sizes.newsletters}
  --segments N              default: ${sizes.segments}
  --members N               people in each segment; default: ${sizes.membersPerSegment}
  --people N                default: a few more than a segment has
  --activities N            default: ${sizes.activities}
  --messages N              default: ${sizes.messages}
  --messages-span-days N    how far back messages go; default: ${plan.messagesSpanDays}
  --unknown-fields          some records carry a field that no table has
  --latency MS | MIN-MAX    wait before each answer
  --requests-per-second N   default: 10, 0: no limit
  --activities-order ORDER  newest_first or oldest_first; --messages-order the same
  --end-of-pages WHAT       absent, null or empty: the last page's "next"
  --replay FOLDER           serves what tap-customerio --probe --record has kept, and nothing else
  --help

It prints its address, the key, and what config.json needs, and runs until Ctrl-C. Each day one person leaves each
segment and another joins; nothing else changes meanwhile.
`;

const ORDERS = ['newest_first', 'oldest_first'] as const;

const TEXT = { type: 'string' } as const;

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: TEXT,
      'api-key': TEXT,
      seed: TEXT,
      now: TEXT,
      campaigns: TEXT,
      newsletters: TEXT,
      segments: TEXT,
      members: TEXT,
      people: TEXT,
      activities: TEXT,
      messages: TEXT,
      'messages-span-days': TEXT,
      latency: TEXT,
      'requests-per-second': TEXT,
      'activities-order': TEXT,
      'messages-order': TEXT,
      'end-of-pages': TEXT,
      replay: TEXT,
      'unknown-fields': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return values;
}

type Values = ReturnType<typeof readArguments>;

type Name = Exclude<keyof Values, 'unknown-fields' | 'help'>;

async function serve(): Promise<void> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const emulator =
    values.replay === undefined
      ? await startEmulator(optionsOf(values))
      : await startReplay(values.replay, parseCount('port', values.port));
  // the settings that the tap needs, ready to be put into its config file
  const config = { app_api_key: emulator.apiKey, base_url: emulator.url };
  process.stdout.write(`${emulator.url}\nkey: ${emulator.apiKey}\nconfig: ${JSON.stringify(config)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

function optionsOf(values: Values): EmulatorOptions {
  const countOf = (name: Name) => parseCount(name, values[name]);
  const chosen = {
    campaigns: countOf('campaigns'),
    newsletters: countOf('newsletters'),
    segments: countOf('segments'),
    membersPerSegment: countOf('members'),
    people: countOf('people'),
    activities: countOf('activities'),
    messages: countOf('messages'),
  };
  const rate = countOf('requests-per-second');
  return given({
    port: countOf('port'),
    apiKey: values['api-key'],
    seed: countOf('seed'),
    now: countOf('now'),
    sizes: given(chosen),
    unknownFields: values['unknown-fields'] ?? false,
    messagesSpanDays: countOf('messages-span-days'),
    latencyMs: parseLatency(values.latency),
    requestsPerSecond: rate === 0 ? false : rate,
    activitiesOrder: parseChoice('activities-order', values['activities-order'], ORDERS),
    messagesOrder: parseChoice('messages-order', values['messages-order'], ORDERS),
    endOfPages: parseChoice('end-of-pages', values['end-of-pages'], ['absent', 'null', 'empty']),
  });
}

function parseCount(name: Name, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new TypeError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

function parseLatency(text: string | undefined): EmulatorOptions['latencyMs'] | undefined {
  if (text === undefined) return undefined;
  const [min, max = min] = text.split('-').map(Number);
  if (min === undefined || max === undefined || !(min <= max)) {
    throw new TypeError(`--latency takes milliseconds or MIN-MAX, not ${text}`);
  }
  return { min, max };
}

function parseChoice<Choice extends string>(
  name: Name,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const choice = choices.find((known) => known === text);
  if (text !== undefined && choice === undefined) {
    throw new TypeError(`--${name} takes ${choices.join(', ')}, not ${text}`);
  }
  return choice;
}

type Given<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> };

/** What was not given is left out, so that the defaults apply. */
function given<Options extends object>(options: Options): Given<Options> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Options>;
}
