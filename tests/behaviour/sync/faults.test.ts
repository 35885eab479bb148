import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../support/emulator/faults.ts';
import type { LoggedRequest } from '../../support/emulator/request-log.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { leapingClock } from '../../support/harness/clocks.ts';
import { emulatorFor, NOW } from '../../support/harness/emulator-for.ts';
import { type Message, recordsOf } from '../../support/harness/messages.ts';
import { envFor, runMain } from '../../support/harness/run-main.ts';

/** The path of each stream, and the list in its answer. */
const STREAMS: Record<string, [path: string, list: string]> = {
  campaigns: ['/v1/campaigns', 'campaigns'],
  campaign_actions: ['/v1/campaigns/{campaign_id}/actions', 'actions'],
  broadcasts: ['/v1/broadcasts', 'broadcasts'],
  broadcast_actions: ['/v1/broadcasts/{broadcast_id}/actions', 'actions'],
  newsletters: ['/v1/newsletters', 'newsletters'],
  transactional_messages: ['/v1/transactional', 'messages'],
  segments: ['/v1/segments', 'segments'],
  segment_membership: ['/v1/segments/{segment_id}/membership', 'identifiers'],
  activities: ['/v1/activities', 'activities'],
  messages: ['/v1/messages', 'messages'],
  collections: ['/v1/collections', 'collections'],
  snippets: ['/v1/snippets', 'snippets'],
  sender_identities: ['/v1/sender_identities', 'sender_identities'],
  subscription_topics: ['/v1/subscription_topics', 'topics'],
  object_types: ['/v1/object_types', 'types'],
  subscription_channels: ['/v1/subscription_channels', 'channels'],
};
const NAMES = Object.keys(STREAMS);
const PATHS = Object.values(STREAMS).map(([path]) => path);
/** One stream for each kind of replication: read whole, by a walk, by windows. */
const KINDS = ['newsletters', 'activities', 'messages'];
const PATHS_OF_KINDS = KINDS.map((name) => STREAMS[name]?.[0] ?? '');
const CHILDREN: Record<string, string> = {
  campaigns: 'campaign_actions',
  broadcasts: 'broadcast_actions',
  segments: 'segment_membership',
};

const KEY = 'top-secret-key';
const PERSON = 'somebody@private.example';
/** What servers write into errors: everything that must not be passed on. */
const TELLTALE = JSON.stringify({ errors: [{ detail: `key ${KEY} may not read ${PERSON}`, status: '500' }] });

let emulator: Emulator;
let clean: Message[];
/** All that the program has said on stderr, in all runs of this file. */
let said = '';

beforeAll(async () => {
  emulator = await startEmulator({
    now: NOW,
    clock: () => NOW,
    apiKey: KEY,
    requestsPerSecond: false,
    messagesSpanDays: 20,
    maxPageSizes: {
      newsletters: 10,
      segment_membership: 10,
      activities: 20,
      messages: 10,
      sender_identities: 5,
    },
    sizes: {
      campaigns: 3,
      broadcasts: 2,
      newsletters: 25,
      segments: 3,
      membersPerSegment: 15,
      activities: 50,
      messages: 30,
      senderIdentities: 12,
    },
  });
  clean = (await run()).messages;
  return () => emulator.close();
});

afterAll(() => {
  const cursors = new Set(emulator.requests.flatMap(({ query }) => query['start'] ?? []));
  expect(cursors.size).toBeGreaterThan(3);
  const secrets = [KEY, PERSON, 'person.', '@example.com', 'a30000', ...cursors];
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
});

async function run(settings: Record<string, string> = {}, clock = leapingClock()) {
  const env = envFor(emulator, {
    TAP_CUSTOMERIO_ANCHOR_DATE: '2026-01-10',
    TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '60',
    TAP_CUSTOMERIO_REQUEST_TIMEOUT_SECONDS: '20',
    LOGLEVEL: 'DEBUG',
    ...settings,
  });
  const result = await runMain([], env, () => NOW * 1000, clock);
  said += result.stderr;
  emulator.faults.clear();
  return { ...result, messages: result.messages };
}

function sorted(messages: readonly Message[], stream: string): string[] {
  return recordsOf(messages, stream)
    .map((record) => JSON.stringify(record))
    .sort();
}

function expectWhole(messages: readonly Message[], streams: readonly string[]): void {
  for (const stream of streams)
    expect([stream, sorted(messages, stream)]).toEqual([stream, sorted(clean, stream)]);
}

const status = (code: number, headers: Record<string, string> = {}, body = TELLTALE): FaultAction => ({
  kind: 'status',
  status: code,
  headers,
  body,
});

/** Faults that pass when the request is sent again. */
const PASSING: [string, FaultAction][] = [
  ['408', status(408)],
  ['425', status(425)],
  ['429 without Retry-After', status(429)],
  ['429 with Retry-After in seconds', status(429, { 'retry-after': '1' })],
  ['429 with a malformed Retry-After', status(429, { 'retry-after': 'soon' })],
  [
    '429 with Retry-After as a date',
    status(429, { 'retry-after': new Date(NOW * 1000 + 1000).toUTCString() }),
  ],
  ['500', status(500)],
  ['502 with HTML', status(502, { 'content-type': 'text/html' }, '<html>Bad Gateway</html>')],
  ['503', status(503, { 'retry-after': '0' })],
  ['504', status(504)],
  ['522', status(522)],
  ['524', status(524)],
  ['a reset before the answer', { kind: 'reset-before' }],
  ['a reset within the body', { kind: 'reset-in-body' }],
  ['a body cut off', { kind: 'cut-body' }],
  [
    '200 with HTML',
    { kind: 'body', body: `<html>${PERSON}</html>`, headers: { 'content-type': 'text/html' } },
  ],
  ['200 with half a JSON text', { kind: 'body', body: '{"campaigns":[' }],
];

describe('a fault that passes loses nothing', () => {
  async function expectNothingLost(action: FaultAction, paths: readonly string[], settings = {}) {
    for (const template of paths) emulator.faults.add({ match: { template }, action });
    const { code, messages, stderr } = await run(settings);
    expect(code).toBe(0);
    expectWhole(messages, NAMES);
    const told = stderr.match(/(?<=^(WARNING|DEBUG) \w+: GET )\S+(?=: )/gm);
    // A reset of a connection that was kept says nothing of the request: it is sent again without a word.
    if (action.kind === 'reset-before') expect(paths).toEqual(expect.arrayContaining(told ?? []));
    else expect(told?.sort()).toEqual([...paths].sort());
    expect(stderr).toContain('WARNING ');
  }

  it.each(PASSING)('%s, on any of the sixteen paths', async (_, action) => {
    await expectNothingLost(action, PATHS);
  });

  it.each<[string, FaultAction]>([
    ['no answer', { kind: 'hang-before' }],
    ['a body that never ends', { kind: 'hang-in-body' }],
  ])('%s, whatever the kind of replication', async (_, action) => {
    await expectNothingLost(action, PATHS_OF_KINDS, { TAP_CUSTOMERIO_REQUEST_TIMEOUT_SECONDS: '0.5' });
  });

  it.each(PASSING.slice(6, 9))('%s, on the second page', async (_, action) => {
    for (const template of PATHS)
      emulator.faults.add({ match: { template, where: ({ query }) => 'start' in query }, action });
    const { code, messages } = await run();
    expect(code).toBe(0);
    expectWhole(messages, NAMES);
  });
});

describe('a limit that several requests meet at once', () => {
  it('is told once, with the delay', async () => {
    const limited = status(429, { 'retry-after': '1' });
    for (const template of PATHS.slice(0, 3)) emulator.faults.add({ match: { template }, action: limited });
    const { code, stderr } = await run();
    expect(code).toBe(0);
    const warnings = stderr.match(/^WARNING .*over the limit of requests; all requests wait 1\.\d s$/gm);
    expect(warnings).toHaveLength(1);
  });
});

const list = (stream: string) => STREAMS[stream]?.[1] ?? '';

/** Faults that last, and what is said of them; without retries. */
const LASTING: [string, (stream: string) => FaultAction, string][] = [
  ['400', () => status(400), 'status 400; the API refuses the request'],
  ['403', () => status(403), 'status 403; the key may not read this'],
  ['429', () => status(429), 'status 429; the request limit is used up'],
  [
    '429 with a huge Retry-After',
    () => status(429, { 'retry-after': '999999999999' }),
    'status 429; the request limit is used up',
  ],
  ['500', () => status(500), 'status 500; the API did not recover'],
  [
    '502 with HTML',
    () => status(502, {}, '<html>'),
    'status 502 with a page of HTML; the API did not recover',
  ],
  ['a reset', () => ({ kind: 'reset-before' }), 'network error ECONNRESET; check the network'],
  [
    '200 with HTML',
    () => ({ kind: 'body', body: '<html>' }),
    'status 200 with a body that is not JSON; check the network',
  ],
  [
    '200 with no list',
    () => ({ kind: 'body', body: '{}' }),
    'the answer has no list "LIST"; the API may have changed',
  ],
  [
    '200 with its list under another key',
    (stream) => ({ kind: 'body', body: `{"x_${list(stream)}":[]}` }),
    'the answer has no list "LIST"',
  ],
  [
    '200 with a list of texts',
    (stream) => ({ kind: 'body', body: `{"${list(stream)}":["${PERSON}"]}` }),
    'the list "LIST" holds something other than objects',
  ],
  ['200 with a list at the top', () => ({ kind: 'body', body: '[]' }), 'the answer is no JSON object'],
];

/**
 * Each fault on a stream of each kind of replication, in a run of one of each; one of the faults on every stream, in a run of
 * all.
 */
const LASTING_ON = LASTING.flatMap(([what, actionOf, message]) => {
  const read = what === '200 with its list under another key' ? NAMES : KINDS;
  return read.map((stream) => ({ what, stream, actionOf, message, read }));
});

describe('a fault that lasts', () => {
  it.each(LASTING_ON)(
    '$what, on $stream is named, leaves the other streams whole and fails the run',
    async ({ stream, actionOf, message, read }) => {
      const [template = ''] = STREAMS[stream] ?? [];
      emulator.faults.add({ match: { template }, times: Infinity, action: actionOf(stream) });
      const { code, messages, stderr } = await run({
        TAP_CUSTOMERIO_STREAMS: read.join(),
        TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
      });
      const child = CHILDREN[stream];
      expect(code).toBe(1);
      expect(stderr).toContain(`ERROR ${stream}: GET ${template}: ${message.replace('LIST', list(stream))}`);
      expect(stderr.trim().split('\n').at(-1)).toMatch(
        new RegExp(
          `^CRITICAL ${child ? 2 : 1} of ${read.length} streams incomplete \\(${child ? `${stream}, ${child}` : stream}\\): `,
        ),
      );
      expect(messages.at(-1)?.type).toBe('STATE');
      expectWhole(
        messages,
        read.filter((name) => name !== stream && name !== child),
      );
    },
  );
});

describe('a list without records', () => {
  it.each([
    ['null', 'null'],
    ['empty', '[]'],
    ['empty, with a cursor that leads to itself', '[],"next":"Q1VSU09S"'],
  ])('is %s, and no fault', async (_, records) => {
    for (const stream of NAMES) {
      const [template = ''] = STREAMS[stream] ?? [];
      const action: FaultAction = { kind: 'body', body: `{"${list(stream)}":${records}}` };
      emulator.faults.add({ match: { template }, times: Infinity, action });
    }
    const { code, messages, stderr } = await run();
    expect([code, stderr.match(/^(ERROR|WARNING) .*/gm)]).toEqual([0, null]);
    expect(messages.filter(({ type }) => type === 'RECORD')).toEqual([]);
  });
});

describe('a page that brings nothing new, with a new cursor each time', () => {
  it('fails its stream after a hundred of them', async () => {
    const template = '/v1/newsletters';
    let page = 0;
    const body = () => {
      page += 1;
      return JSON.stringify({ newsletters: page === 1 ? [{ id: 1 }] : [], next: `c${page}` });
    };
    emulator.faults.add({ match: { template }, times: Infinity, action: { kind: 'body', body } });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('ERROR newsletters: GET /v1/newsletters: page after page brings nothing new');
    expect(page).toBe(101);
  });
});

describe('a cursor that leads back', () => {
  it.each(['/v1/newsletters', '/v1/activities', '/v1/segments/{segment_id}/membership'])(
    'at the end of %s is the end',
    async (template) => {
      const change = (body: unknown) => {
        const { next, ...rest } = Object(body);
        return { ...rest, next: next || 'Q1VSU09S' };
      };
      const match = { template, where: ({ query }: LoggedRequest) => query['start'] !== 'Q1VSU09S' };
      const [, records = ''] = Object.values(STREAMS).find(([path]) => path === template) ?? [];
      emulator.faults.add({
        match: { template, query: { start: 'Q1VSU09S' } },
        times: Infinity,
        action: { kind: 'body', body: `{"${records}":[],"next":"Q1VSU09S"}` },
      });
      emulator.faults.add({ match, times: Infinity, action: { kind: 'change', change } });
      const { code, messages } = await run();
      expect(code).toBe(0);
      expectWhole(messages, NAMES);
    },
  );
});

describe.each([404, 400])('%d on the children of one parent', (answer) => {
  it.each(Object.values(CHILDREN))(
    'is a WARNING in %s, and not whole: the parent still exists',
    async (stream) => {
      const [template = ''] = STREAMS[stream] ?? [];
      emulator.faults.add({ match: { template }, action: status(answer) });
      const { code, stderr, messages } = await run();
      expect(code).toBe(0);
      expect(stderr).toMatch(
        new RegExp(
          `WARNING ${stream}: 1 record of \\w+ could not be read \\(GET .*: status ${answer}\\); left out`,
        ),
      );
      expect(recordsOf(messages, stream).length).toBeLessThan(recordsOf(clean, stream).length);
      expectWhole(
        messages,
        NAMES.filter((name) => name !== stream),
      );
    },
  );
});

describe('404 on the children of the only parent', () => {
  it('is a WARNING as well: nothing tells that more is wrong than that it was deleted', async () => {
    const { emulator: small, env } = await emulatorFor({ now: NOW, sizes: { broadcasts: 1 } });
    const template = '/v1/broadcasts/{broadcast_id}/actions';
    small.faults.add({ match: { template }, times: Infinity, action: status(404) });
    const { code, stderr } = await runMain([], env, () => NOW * 1000);
    expect(code).toBe(0);
    expect(stderr).toContain('WARNING broadcast_actions: 1 record of broadcasts could not be read');
  });
});

describe('404 on the children of every parent', () => {
  it.each(Object.values(CHILDREN))('fails %s: then the list itself is not to be had', async (stream) => {
    const [template = ''] = STREAMS[stream] ?? [];
    emulator.faults.add({ match: { template }, times: Infinity, action: status(404) });
    const { code, stderr, messages } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `ERROR ${stream}: GET ${template}: status 404; the workspace may not have this feature`,
    );
    expectWhole(
      messages,
      NAMES.filter((name) => name !== stream),
    );
  });
});

describe('one parent whose children can never be read', () => {
  it('keeps nothing of the other parents from being read', async () => {
    emulator.faults.add({
      match: { path: '/v1/segments/7/membership' },
      times: Infinity,
      action: status(500),
    });
    const { code, messages, stderr } = await run({ TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'ERROR segment_membership: GET /v1/segments/{segment_id}/membership: status 500',
    );
    const others = recordsOf(clean, 'segment_membership').filter((record) => record['segment_id'] !== 7);
    expect(others.length).toBeGreaterThan(0);
    expect(recordsOf(messages, 'segment_membership')).toHaveLength(others.length);
  });
});

describe('a page that was asked for ahead of one that cannot be used', () => {
  it('neither keeps the program from ending nor says anything after CRITICAL', async () => {
    const template = '/v1/newsletters';
    const match = { template, where: ({ query }: LoggedRequest) => !('start' in query) };
    emulator.faults.add({ match, action: { kind: 'body', body: '{"newsletters":"none","next":"abc"}' } });
    emulator.faults.add({ match: { template }, times: Infinity, action: status(503) });
    let [begun, waiting] = [0, 0];
    /** A wait that only the end of the run ends. */
    const sleep = async (_: number, signal: AbortSignal) => {
      begun += 1;
      waiting += 1;
      await once(signal, 'abort');
      waiting -= 1;
      signal.throwIfAborted();
    };
    const result = await run({}, { ...leapingClock(), sleep });
    await turn();
    expect(result.code).toBe(1);
    expect([begun, waiting]).toEqual([1, 0]);
    expect(result.saidLater()).toBe('');
  });
});

describe('windows of messages that can never be read', () => {
  const firstDays = { where: ({ query }: LoggedRequest) => Number(query['end_ts']) < NOW - 10 * 86_400 };
  const settings = { TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '2', TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0' };

  it('keep none of the others from being read where the API refuses them', async () => {
    emulator.faults.add({ match: firstDays, times: Infinity, action: status(400) });
    const { code, messages, stderr } = await run(settings);
    expect(code).toBe(1);
    expect(stderr).toContain('ERROR messages: 5 windows failed; the first is shown below');
    const created = recordsOf(messages, 'messages').map((record) => String(record['created']));
    const later = recordsOf(clean, 'messages').filter((record) => String(record['created']) > '2026-01-20');
    expect(later.length).toBeGreaterThan(0);
    expect(created).toHaveLength(later.length);
  });

  it.each([
    // What the API cannot answer is cut in half, again and again: those halves are not tried either.
    ['the API does not answer', 500, /3 windows failed, and \d\d not tried, since several in a row failed/],
    ['the key has no access', 403, /3 windows failed, and 8 not tried, since several in a row failed/],
  ])('are told, with those that were not tried, where %s', async (_, failing, told) => {
    emulator.faults.add({ match: firstDays, times: Infinity, action: status(failing) });
    const { code, stderr } = await run({ ...settings, TAP_CUSTOMERIO_MAX_CONCURRENCY: '1' });
    expect(code).toBe(1);
    expect(stderr).toMatch(told);
  });
});

describe('a fault of the connection itself', () => {
  it.each([
    ['nobody listening', 'http://127.0.0.1:9', 'network error ECONNREFUSED.*; check the network'],
    ['a name that does not exist', 'https://nowhere.invalid', 'network error E.*; the name of the host'],
    ['a server that speaks no TLS', 'https://', 'TLS failure.*; check base_url; .*NODE_EXTRA_CA_CERTS'],
  ])('(%s) ends the run once, with its reason', async (_, base, message) => {
    const url = base === 'https://' ? emulator.url.replace('http:', 'https:') : base;
    const { code, stderr, messages } = await run({
      TAP_CUSTOMERIO_BASE_URL: url,
      TAP_CUSTOMERIO_MAX_RETRY_SECONDS: '0',
    });
    expect(code).toBe(1);
    expect(stderr).not.toContain('ERROR');
    expect(stderr.trim().split('\n').at(-1)).toMatch(new RegExp(`^CRITICAL GET /v1/workspaces: ${message}`));
    expect(messages.every(({ type }) => type !== 'RECORD')).toBe(true);
  });
});

describe('a redirect', () => {
  it('to another host never takes the key there', async () => {
    const other = await startEmulator();
    try {
      const action = status(307, { location: `${other.url}/v1/snippets` });
      emulator.faults.add({ match: { template: '/v1/snippets' }, times: Infinity, action });
      expect((await run()).code).toBe(1);
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('401', () => {
  it.each(KINDS)('on %s stops the run at once and says which settings to look at', async (stream) => {
    emulator.faults.add({
      match: { template: STREAMS[stream]?.[0] ?? '' },
      times: Infinity,
      action: status(401),
    });
    const { code, stderr, messages } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/CRITICAL GET .*: status 401: the key is refused by .*app_api_key.*region us/);
    expect(messages.at(-1)?.type).toBe('STATE');
  });
});
