import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamDefinition, StreamName } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import type { LoggedRequest } from '../../support/emulator/request-log.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';
import type { Figure, MeasureCase } from '../figures.ts';
import { measureNode, readToState } from '../measure-run.ts';

/** Asked once for each person or object: they would hide all else. */
const LEFT_OUT = ['people_relationships', 'objects', 'object_relationships'];

/** Days of messages. */
const DAYS = 183;

/** What passes between the two runs: nothing changes meanwhile. */
const HOUR = 3600;

/** Requests that a run takes, and the one an hour later, against the fewest that the API's pages and their ends allow. */
export const leastRequests: MeasureCase = async (isShort) => {
  const share = isShort ? 10 : 5;
  const startedAt = Math.floor(Date.now() / 1000);
  let now = startedAt;
  const emulator = await startEmulator({
    requestsPerSecond: false,
    gzip: false,
    now: startedAt,
    clock: () => now,
    messagesSpanDays: DAYS,
    sizes: {
      campaigns: 200 / share,
      actionsPerCampaign: 6,
      broadcasts: 20,
      actionsPerBroadcast: 2,
      newsletters: 1000 / share,
      transactionalMessages: 30,
      segments: 150 / share,
      senderIdentities: 25,
      collections: 12,
      people: 1_000_000 / share / 10,
      objectsPerType: 10_000 / share / 10,
      suppressionsPerType: 10_000 / share,
      studioEmails: 300 / share,
    },
  });
  try {
    const first = await countRequests(emulator, undefined);
    now += HOUR;
    const second = await countRequests(emulator, first.state);
    return [...toFigures('first run', first.counts, 1.02), ...toFigures('an hour later', second.counts, 1.1)];
  } finally {
    await emulator.close();
  }
};

interface Count {
  name: StreamName;
  used: number;
  least: number;
}

/** Runs the built program, and counts its requests. */
async function countRequests(
  emulator: Emulator,
  state: string | undefined,
): Promise<{ counts: Count[]; state: string }> {
  const names = streamNames.filter((name) => !LEFT_OUT.includes(name));
  const env = envFor(emulator, { TAP_CUSTOMERIO_ESP_DOMAINS: 'mail.example.com' });
  const argv = [PROGRAM, '--config=ENV', '--select', names.join(',')];
  if (state !== undefined) {
    const path = join(mkdtempSync(join(tmpdir(), 'tap-customerio-bench-')), 'state.json');
    writeFileSync(path, state);
    argv.push('--state', path);
  }
  emulator.requests.splice(0);
  const output = readToState();
  const { code, stderr } = await measureNode(argv, { env, read: output.read });
  if (code !== 0) throw new Error(stderr);
  const counts = names.map((name) => {
    const requests = emulator.requests.filter(({ template, method }) =>
      isFor(definitions[name], template, method),
    );
    // Every run begins with one for the workspaces.
    const used = requests.length - (name === 'workspaces' ? 1 : 0);
    return {
      name,
      used,
      least: leastFor(name, definitions[name], { requests, isFirst: state === undefined }),
    };
  });
  return { counts, state: output.state() };
}

function toFigures(run: string, counts: readonly Count[], mostTimes: number): Figure[] {
  const sum = (all: readonly Count[], key: 'used' | 'least') =>
    all.reduce((total, count) => total + count[key], 0);
  const worst = counts.reduce((one, other) =>
    other.used - other.least > one.used - one.least ? other : one,
  );
  const byDefault = counts.filter(({ name }) => STREAM_NAMES.includes(name));
  const [used, usedByDefault] = [counts, byDefault].map((all) => sum(all, 'used'));
  return [
    { what: `requests, ${run}, all lists`, value: used ?? 0, unit: 'requests', digits: 0, isDetail: true },
    {
      what: `requests, ${run}, default streams`,
      value: usedByDefault ?? 0,
      unit: 'requests',
      digits: 0,
      isDetail: true,
    },
    {
      what: `requests, ${run}, all lists`,
      value: (used ?? 0) / sum(counts, 'least'),
      unit: 'times the least possible',
      atMost: mostTimes,
      digits: 3,
      isCount: true,
    },
    {
      what: `requests, ${run}, by stream (${counts.length}): most beyond the least (${worst.name})`,
      value: worst.used - worst.least,
      unit: 'more than the least',
      atMost: 1,
      digits: 0,
      isCount: true,
    },
  ];
}

function isFor({ path, post, variants = [] }: StreamDefinition, template: string, method: string): boolean {
  const isPost = post !== undefined || variants.some((variant) => variant.post !== undefined);
  return anonymous(template) === anonymous(path) && method === (isPost ? 'POST' : 'GET');
}

function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}

/** The pages of each list, and what its end costs: each from the answers of the run. */
function leastFor(
  name: string,
  { pagination }: StreamDefinition,
  { requests, isFirst }: { requests: readonly LoggedRequest[]; isFirst: boolean },
): number {
  // Of those of the last hour, which come first, no page is full.
  if (name === 'activities' && !isFirst) return 1;
  const limit =
    'limit' in pagination ? pagination.limit : 'fixedLimit' in pagination ? pagination.fixedLimit : Infinity;
  const isNumbered = pagination.kind === 'offset' || pagination.kind === 'page';
  const isBySpans = name === 'messages';
  return [...pagesOfLists(requests).values()].reduce((total, pages) => {
    const records = [...pages.values()].reduce((sum, count) => sum + count, 0);
    // A span that is found empty is asked for again.
    if (records === 0) return total + (isBySpans ? 2 : 1);
    const isEndEmpty = [...pages.values()].includes(0);
    // An empty page behind a full one is asked for twice; one behind a cursor is verified by the page before and its cursor.
    const end = isNumbered ? (records % limit === 0 ? 2 : 1) : 3;
    return total + Math.max(1, Math.ceil(records / limit)) + (isEndEmpty ? end : 0);
  }, 0);
}

/** The number of records of each page of each list; pages of messages are asked for by time, down to the same second. */
function pagesOfLists(requests: readonly LoggedRequest[]): Map<string, Map<string, number>> {
  const lists = new Map<string, Map<string, number>>();
  for (const { path, query, body, records } of requests) {
    const { start = '', offset = '', page = '', cursor = '', end_ts: end = '', ...rest } = query;
    const list = `${path} ${JSON.stringify(rest)} ${body}`;
    const pages = lists.get(list) ?? new Map<string, number>();
    pages.set(`${start}${offset}${page}${cursor} ${end}`, records);
    lists.set(list, pages);
  }
  return lists;
}
