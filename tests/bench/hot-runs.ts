import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Env, envFor } from '../support/harness/run-main.ts';
import { PROGRAM } from '../support/harness/run-tap.ts';
import { type HotStream, PAGE_SIZES } from './make-bodies.ts';
import { FLOOR, measureNode, type RunCost, type RunOptions } from './measure-run.ts';
import type { BodyServer } from './start-body-server.ts';

const STREAM_NAMES: Readonly<Record<HotStream, string>> = {
  messages: 'messages',
  activities: 'activities',
  members: 'segment_membership',
};

/** Columns that the catalog of a bench leaves out, so that selection has something to do. */
const DESELECTED: Readonly<Record<string, readonly string[]>> = {
  messages: ['forgotten', 'message_template_id'],
  activities: ['url'],
};

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-bench-'));

/** A catalog file with only these streams selected, but for a column or two. */
export function writeCatalog(...names: readonly string[]): string {
  const catalog = JSON.parse(readFileSync(new URL('../../catalog.json', import.meta.url), 'utf8'));
  for (const entry of catalog.streams) {
    for (const { breadcrumb, metadata } of entry.metadata) {
      if (breadcrumb.length === 0) metadata.selected = names.includes(entry.stream);
      else if (DESELECTED[entry.stream]?.includes(breadcrumb[1])) metadata.selected = false;
    }
  }
  const path = join(folder, `${names.join('-')}.json`);
  writeFileSync(path, JSON.stringify(catalog));
  return path;
}

/** Settings of a run without a limit, whose messages are asked for in `windows` windows. */
export function envOf(url: string, windows = 3, more: Env = {}): Env {
  // An hour less than the windows would take: the last is a little shorter, and none is added for a rest.
  const anchorMs = Date.now() - windows * 7 * 86_400_000 + 3_600_000;
  return envFor(
    { url, apiKey: 'bench' },
    {
      TAP_CUSTOMERIO_REQUESTS_PER_SECOND: '100000',
      TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '7',
      TAP_CUSTOMERIO_ANCHOR_DATE: new Date(anchorMs).toISOString(),
      ...more,
    },
  );
}

/**
 * Runs the built program over one hot stream until it ends with `code`, with three chains of pages where the API lets it
 * have several.
 */
export async function runTap(
  stream: HotStream,
  url: string,
  { env = {}, windows = 3, code = 0, ...options }: RunOptions & { windows?: number; code?: number } = {},
): Promise<RunCost> {
  // Activities reach back further than the windows of messages.
  const all = envOf(url, stream === 'activities' ? 50 : windows, env);
  const catalog = writeCatalog(STREAM_NAMES[stream]);
  const cost = await measureNode([PROGRAM, '--catalog', catalog], { env: all, ...options });
  if (cost.code !== code) throw new Error(`the tap ended with ${cost.code}: ${cost.stderr}`);
  return cost;
}

/** Runs the floor, by default over as many chains as {@link runTap} reads; activities have one. */
export async function runFloor(
  stream: HotStream,
  url: string,
  { env = {}, chains = CHAINS[stream] }: { env?: Env; chains?: number } = {},
): Promise<RunCost> {
  const numbers = Array.from({ length: chains }, (_, index) => index + 1);
  const paths: Record<HotStream, string[]> = {
    messages: numbers.map((chain) => `/v1/messages?chain=${chain}`),
    activities: ['/v1/activities?limit=100'],
    members: numbers.map((id) => `/v1/segments/${id}/membership?limit=30000`),
  };
  const key = stream === 'members' ? 'identifiers' : stream;
  const cost = await measureNode([FLOOR, url, key, ...paths[stream]], { env });
  if (cost.code !== 0) throw new Error(`the floor ended with ${cost.code}: ${cost.stderr}`);
  return cost;
}

/** How many chains of pages {@link runTap} and {@link runFloor} read by default. */
export const CHAINS: Readonly<Record<HotStream, number>> = { messages: 3, activities: 1, members: 3 };

/** How fast the pages of each chain were read. */
export interface Speed {
  /** From the first request to the end of the output. */
  perSecond: number;
  /** CPU time includes the start of the program. */
  perCpuSecond: number;
}

/** Runs a program against a body server, and tells how fast it was. */
export async function measureSpeed(
  stream: HotStream,
  pages: number,
  server: BodyServer,
  run: () => Promise<RunCost>,
  chains = CHAINS[stream],
): Promise<Speed> {
  await server.takeLog();
  const cost = await run();
  const [first] = await server.takeLog();
  const records = pages * PAGE_SIZES[stream] * chains;
  // SCHEMA and STATE come besides.
  if (cost.lines < records)
    throw new Error(`${records} ${stream} were served, ${cost.lines} lines have come`);
  return {
    perSecond: (records * 1000) / (cost.endedAt - (first?.at ?? Number.NaN)),
    perCpuSecond: records / cost.cpuSeconds,
  };
}
