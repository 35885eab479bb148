/**
 * `npm run demo`: the main job on a fresh machine, without an account. Starts the emulator, discovers, syncs, syncs
 * again from the last STATE, and asks the rows that came what one wants to know.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmulator } from '../support/emulator/start-emulator.ts';
import { lastState, type Message, parseMessages } from '../support/harness/messages.ts';
import { PROGRAM } from '../support/harness/run-tap.ts';
import { drawBars, drawTable } from './draw.ts';
import { createRows, type Rows } from './rows.ts';

/** Widest line that is shown; records are longer. */
const WIDTH = 100;

const STREAMS = '+default,campaign_metrics';

const CAMPAIGNS = `SELECT
  count(metrics ->> 'sent') AS sent,
  count(metrics ->> 'human_opened') AS opened,
  count(metrics ->> 'human_clicked') AS clicked,
  100 * count(metrics ->> 'human_clicked') / count(metrics ->> 'sent') AS percent,
  campaigns.name AS campaign
FROM messages JOIN campaigns ON campaigns.id = messages.campaign_id
WHERE messages.type = 'email'
GROUP BY campaigns.id ORDER BY percent DESC, sent DESC`;

const DAYS = `SELECT
  substr(metrics ->> 'sent', 1, 10) AS day,
  count(metrics ->> 'delivered') AS delivered,
  count(metrics ->> 'human_opened') AS opened
FROM messages WHERE type = 'email' AND metrics ->> 'sent' IS NOT NULL
GROUP BY day ORDER BY day DESC LIMIT 14`;

const SUMS = `SELECT
  (SELECT sum(sent) FROM campaign_metrics) AS told,
  (SELECT count(metrics ->> 'sent') FROM messages WHERE campaign_id IS NOT NULL) AS counted`;

function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

function shorten(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-demo-'));

/** Runs the tap as a user would, its log on stderr where it belongs, and gives what it wrote to a file. */
async function run(title: string, argv: readonly string[], file: string): Promise<string> {
  say(`\n── ${title}\n$ tap-customerio ${argv.join(' ')} > ${file}`);
  const tap = spawn(process.execPath, [PROGRAM, ...argv], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const path = join(folder, file);
  writeFileSync(path, '');
  tap.stdout.on('data', (bytes: Buffer) => appendFileSync(path, bytes));
  const code = await new Promise((resolve) => tap.once('close', resolve));
  if (code !== 0) throw new Error(`tap-customerio has ended with exit code ${String(code)}`);
  return readFileSync(path, 'utf8');
}

/** Shows what a target reads: the first message of each kind, and their number. */
function show(messages: readonly Message[]): void {
  for (const kind of ['SCHEMA', 'RECORD', 'STATE']) {
    const ofKind = messages.filter(({ type }) => type === kind);
    const example = kind === 'STATE' ? ofKind.at(-1) : ofKind[0];
    say(`${String(ofKind.length).padStart(5)} ${shorten(JSON.stringify(example))}`);
  }
}

async function sync(title: string, rows: Rows, more: readonly string[], file: string): Promise<Message[]> {
  const messages = parseMessages(await run(title, ['--config', 'config.json', ...more], file));
  rows.load(messages);
  return messages;
}

function answer(rows: Rows): void {
  const campaigns = rows.ask(CAMPAIGNS);
  say(`\n── Which campaigns work? Emails, and what people did with them\n${CAMPAIGNS};\n`);
  say(drawTable(campaigns.columns, campaigns.rows));
  const days = rows.ask(DAYS);
  say(`\n── Emails of two weeks: delivered ░, opened by people █\n${DAYS};\n`);
  say(drawBars([...days.rows].reverse(), 60));
  const [[told, counted] = []] = rows.ask(SUMS).rows;
  say(`\nThe API's own campaign_metrics say ${String(told)} sent; the messages say ${String(counted)}.`);
}

/** A workspace of some weeks in which something happens every day. */
const emulator = await startEmulator({
  unknownFields: false,
  messagesSpanDays: 60,
  sizes: {
    campaigns: 7,
    actionsPerCampaign: 8,
    newsletters: 40,
    people: 400,
    messages: 6000,
    activities: 400,
  },
});
try {
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  say(`${emulator.url} answers as the Customer.io App API would, ten requests a second.`);
  const { apiKey, url } = emulator;
  write('config.json', {
    app_api_key: apiKey,
    base_url: url,
    anchor_date: daysAgo(61),
    metrics_lookback_days: 60,
  });

  const catalog: { streams: { stream: string }[] } = JSON.parse(
    await run('What can be read?', ['--discover'], 'catalog.json'),
  );
  say(
    shorten(`${catalog.streams.length} streams: ${catalog.streams.map(({ stream }) => stream).join(', ')}`),
  );

  const rows = await createRows();
  const first = await sync('Read it', rows, ['--select', STREAMS], 'rows.jsonl');
  show(first);

  // The API counts for the workspace, not for a run: without a pause both runs would share one second's limit.
  await delay(1000);
  emulator.addMessages(2, { created: [secondsAgo(10), secondsAgo(10)] });
  emulator.addActivities(3);
  write('state.json', lastState(first));
  say('\nTwo messages and three activities have come meanwhile.');
  const more = ['--select', 'messages,activities', '--state', 'state.json'];
  await sync('Read on from the last STATE', rows, more, 'more.jsonl');

  answer(rows);
  const refused = emulator.requests.filter(({ status }) => status === 429).length;
  say(
    `${emulator.requests.length} requests, at most ${emulator.mostStartsInAnySecond()} in any second; ${refused} refused.`,
  );
} finally {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
}

function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds;
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
