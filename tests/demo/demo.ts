/**
 * `npm run demo`: the main job on a fresh machine, without an account. Starts the emulator, discovers, syncs, shows
 * the Singer messages and the summary, syncs again from the last STATE, stops.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmulator } from '../support/emulator/start-emulator.ts';
import { lastState, type Message } from '../support/harness/messages.ts';
import type { TapResult } from '../support/harness/run-main.ts';
import { runTap } from '../support/harness/run-tap.ts';

/** Widest line that is shown; records are longer. */
const WIDTH = 118;

function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

function shorten(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

/** The first messages of each kind and stream, and how many more there are. */
function show(messages: readonly Message[]): void {
  const shown = new Map<string, number>();
  for (const message of messages) {
    const kind = `${message.type} ${'stream' in message ? message.stream : ''}`;
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    if (count === 1) say(shorten(JSON.stringify(message)));
  }
  const counts = ['SCHEMA', 'RECORD', 'STATE'].map(
    (kind) => `${messages.filter(({ type }) => type === kind).length} ${kind}`,
  );
  say(`(the first of each kind and stream; in all ${counts.join(', ')})`);
}

async function run(title: string, argv: readonly string[], folder: string): Promise<TapResult> {
  say(`\n── ${title}\n$ tap-customerio ${argv.join(' ').replaceAll(`${folder}/`, '')}`);
  const result = await runTap(argv);
  if (result.code !== 0) throw new Error(`exit code ${result.code}\n${result.stderr}`);
  return result;
}

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-demo-'));
const emulator = await startEmulator();
try {
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  say(
    `The emulator answers on ${emulator.url} as the Customer.io App API would, with its limit of 10 requests a second.`,
  );
  const config = file('config.json', { app_api_key: emulator.apiKey, base_url: emulator.url });

  const discovered = await run('Discover: which streams are there?', ['--discover'], folder);
  const catalog: { streams: { stream: string; replication_method: string; key_properties: string[] }[] } =
    JSON.parse(discovered.stdout);
  for (const { stream, replication_method: method, key_properties: keys } of catalog.streams) {
    say(`${stream.padEnd(24)}${method.padEnd(13)}key ${keys.join(', ')}`);
  }

  const argv = ['--config', config, '--catalog', file('catalog.json', catalog)];
  const first = await run('Sync: stdout, for any Singer target', argv, folder);
  show(first.messages);
  say(`\nstderr, for people:\n${first.stderr.trim()}`);

  // The API counts for the workspace, not for a run: without a pause both runs would share one second's limit.
  await delay(1000);
  const justNow = Math.floor(Date.now() / 1000) - 10;
  emulator.addMessages(2, { created: [justNow, justNow] });
  emulator.addActivities(3);
  const state = file('state.json', lastState(first.messages));
  const second = await run(
    'Sync again, from the last STATE, after 2 messages and 3 activities have come',
    [...argv, '--state', state],
    folder,
  );
  say(
    second.stderr
      .split('\n')
      .filter((line) => /INFO (stream|messages|activities) /.test(line))
      .join('\n'),
  );
  const refused = emulator.requests.filter(({ status }) => status === 429).length;
  say(
    `\nDone: ${emulator.requests.length} requests, at most ${emulator.mostStartsInAnySecond()} in any second and ${emulator.mostInFlight()} in flight; ${refused} refused.`,
  );
} finally {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
}
