import { beforeAll, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../support/emulator/faults.ts';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { type Json, type Message, recordsOf } from '../../support/harness/messages.ts';
import { type Env, envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { STREAM_NAMES } from '../../support/harness/stream-names.ts';

// Two rules that the standard tests of Meltano's SDK mean to check, and cannot: they look for `progress_markers` beside a
// STATE's value, not in it, and put generators, which are never equal, in the set of keys.

/** Where a bookmark says how far a run has come that has not ended; null means: it has. */
const MARKERS = ['progress', 'progress_markers', 'cursor', 'newest', 'newest_top'];
/** The streams of which a STATE amid this run tells progress; messages say what is covered, the others come in one page. */
const WITH_PROGRESS = ['activities', 'campaign_actions', 'newsletters', 'segment_membership'];

let emulator: Emulator;
let env: Env;

beforeAll(async () => {
  emulator = await startEmulator({
    requestsPerSecond: false,
    maxPageSizes: {
      messages: 40,
      activities: 40,
      newsletters: 40,
      segment_membership: 25,
      sender_identities: 5,
    },
  });
  const daysAgo = new Date(Date.now() - 100 * 86_400_000).toISOString();
  // Windows so long that each has several pages of messages.
  env = envFor(emulator, {
    TAP_CUSTOMERIO_ANCHOR_DATE: daysAgo,
    TAP_CUSTOMERIO_MESSAGES_WINDOW_DAYS: '60',
  });
  return () => emulator.close();
});

describe('the final STATE of a complete run', () => {
  let messages: Message[];

  beforeAll(async () => {
    const run = await runTap([], env);
    expect(run.code).toBe(0);
    ({ messages } = run);
  });

  it('holds no progress of a run under way in the bookmark of any stream, though STATEs before it do', () => {
    const states = messages.flatMap((message) => (message.type === 'STATE' ? [message.value] : []));
    expect([...new Set(states.flatMap(streamsUnderWay))].sort()).toEqual(
      expect.arrayContaining(WITH_PROGRESS),
    );
    expect(streamsUnderWay(states.at(-1) ?? {})).toEqual([]);
  });
});

describe('primary keys, though each page of the API begins with the last record of the one before and ends with its first', () => {
  let repeated = 0;
  let messages: Message[];

  beforeAll(async () => {
    emulator.requests.length = 0;
    repeatRecords([], {
      where: ({ query, template }) => query['start'] === undefined && template !== '/v1/workspaces',
    });
    const run = await runTap([], env);
    expect(run.code).toBe(0);
    ({ messages } = run);
  });

  /** Puts records before a page, its own first one behind it, and its last one before the page that follows. */
  function repeatRecords(before: readonly unknown[], match: FaultRule['match']): void {
    const change = (body: unknown) => {
      const found = Object.entries(Object(body)).find(isRecords);
      if (found === undefined) return body;
      const [name, list] = found;
      const { next } = Object(body);
      if (next) repeatRecords(list.slice(-1), { query: { start: String(next) } });
      const behind = list.slice(0, 1);
      repeated += before.length + behind.length;
      return { ...Object(body), [name]: [...before, ...list, ...behind] };
    };
    emulator.faults.add({ match, times: Number.POSITIVE_INFINITY, action: { kind: 'change', change } });
  }

  it('are repeated in every page that has records', () => {
    const pages = emulator.requests.filter(
      ({ records, template }) => records > 0 && template !== '/v1/workspaces',
    );
    expect(new Set(pages.map(({ template }) => template)).size).toBe(STREAM_NAMES.length);
    const cursors = pages.filter(({ query }) => query['start'] !== undefined);
    expect(cursors.length).toBeGreaterThan(20);
    expect(repeated).toBe(pages.length + cursors.length);
  });

  it.each(STREAM_NAMES)('of %s are there and come once', (stream) => {
    const schema = messages.find((message) => message.type === 'SCHEMA' && message.stream === stream);
    const names = schema?.type === 'SCHEMA' ? schema.key_properties : [];
    expect(names.length).toBeGreaterThan(0);
    const keys = recordsOf(messages, stream).map((record) => names.map((name) => record[name] ?? null));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => key.includes(null))).toEqual([]);
    const texts = keys.map((key) => JSON.stringify(key));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

/** The streams whose bookmarks hold a marker, however deep. */
function streamsUnderWay(state: Json): string[] {
  const bookmarks: [string, unknown][] = Object.entries(Object(state['bookmarks']));
  return bookmarks.filter(([, bookmark]) => hasMarker(bookmark)).map(([stream]) => stream);
}

function hasMarker(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) =>
      (MARKERS.includes(name) && Object(inner).length !== 0 && inner !== null) || hasMarker(inner),
  );
}

/** Whether this is the list of an answer: people of a segment come as ids, too. */
function isRecords(entry: [string, unknown]): entry is [string, unknown[]] {
  return Array.isArray(entry[1]) && typeof entry[1][0] === 'object';
}
