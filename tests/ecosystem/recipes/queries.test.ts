import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { type Json, parseMessages, recordsOf } from '../../support/harness/messages.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { targetDuckdb, targetPostgres } from '../targets/targets.ts';
import { answers, type Records } from './answers.ts';

const SCHEMA = 'customerio';
const PAGE = readFileSync(new URL('../../../docs/recipes/queries.md', import.meta.url), 'utf8');

/** The questions of the page, each with its query. */
const queries = [...PAGE.matchAll(/^## (.+)\n[\s\S]*?```sql\n([\s\S]*?);\n```/gm)].map(
  ([, question = '', sql = '']): [string, string] => [question, sql],
);

const STREAMS = [
  ...new Set([...PAGE.matchAll(/^Streams: ([a-z_, ]+)\./gm)].flatMap(([, names = '']) => names.split(', '))),
];

it('each question of the page has its streams, its query, and an answer to compare with [H17]', () => {
  const questions = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, question]) => question);
  expect(queries.map(([question]) => question)).toEqual(questions);
  expect(Object.keys(answers).sort()).toEqual([...questions].sort());
  expect(PAGE.match(/^Streams: /gm)).toHaveLength(questions.length);
});

describe.each([
  { name: targetPostgres.name, target: targetPostgres, targetSettings: {} },
  { name: targetDuckdb.name, target: targetDuckdb, targetSettings: { add_metadata_columns: true } },
])('on tables of $name', ({ target, targetSettings }) => {
  let pipelines: Pipelines;
  let emulator: Emulator;
  let records: Records;
  let left: Json[];

  beforeAll(async () => {
    let now = Math.floor(Date.now() / 1000) - 7200;
    const startedAt = now;
    pipelines = await startPipelines(target);
    emulator = await startEmulator({
      now: startedAt,
      clock: () => now,
      requestsPerSecond: false,
      messagesSpanDays: 20,
      sizes: {
        campaigns: 4,
        newsletters: 40,
        messages: 600,
        activities: 200,
        people: 60,
        membersPerSegment: 12,
        optouts: 9,
      },
    });
    const settings = { anchor_date: String(startedAt - 30 * 86_400) };
    const catalog = catalogOf(STREAMS);
    const first = await pipelines.run(emulator, SCHEMA, { settings, catalog, targetSettings });
    const before = await recordsOfTap(settings.anchor_date);
    // An hour later, a person has left each segment.
    now += 3600;
    const { segmentMembers } = emulator.world;
    for (const [segment, members] of segmentMembers)
      segmentMembers.set(
        segment,
        Array.from({ length: members.length }, (_, index) => members.at(index))
          .flatMap((member) => member ?? [])
          .slice(1),
      );
    const second = await pipelines.run(emulator, SCHEMA, { settings, catalog, targetSettings });
    for (const { tapCode, targetCode, targetLog } of [first, second])
      expect({ tapCode, targetCode, targetLog: targetCode ? targetLog : '' }).toEqual({
        tapCode: 0,
        targetCode: 0,
        targetLog: '',
      });
    records = await recordsOfTap(settings.anchor_date);
    const isMember = new Set((records['segment_membership'] ?? []).map(memberKey));
    left = (before['segment_membership'] ?? []).filter((row) => !isMember.has(memberKey(row)));
  });

  afterAll(async () => {
    await pipelines?.stop();
    await emulator?.close();
  });

  it.each(queries)('%s', async (question, sql) => {
    const rows = await pipelines.store.query?.(SCHEMA, sql);
    const expected = answers[question]?.({ ...records, left });
    expect(expected?.length).toBeGreaterThan(0);
    expect((rows ?? []).map(plain).sort()).toEqual((expected ?? []).map(plain).sort());
  });

  async function recordsOfTap(anchorDate: string): Promise<Records> {
    const { code, stdout, stderr } = await runTap(
      ['--config=ENV', '--select', STREAMS.join(',')],
      envFor(emulator, { TAP_CUSTOMERIO_ANCHOR_DATE: anchorDate }),
    );
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const messages = parseMessages(stdout);
    return Object.fromEntries(STREAMS.map((stream) => [stream, recordsOf(messages, stream)]));
  }
});

const memberKey = ({ segment_id, cio_id }: Json) => `${segment_id} ${cio_id}`;

/** A row as one text: databases differ in how they write times and decimals. */
function plain(row: Row | Json): string {
  const values = Object.entries(row).map(([name, value]) => {
    const [, time] = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.0+)?Z?$/.exec(String(value)) ?? [];
    if (time !== undefined) return [name, time.replace(' ', 'T')];
    return [name, typeof value === 'number' ? Math.round(value * 1000) / 1000 : value];
  });
  return JSON.stringify(Object.fromEntries(values.toSorted()));
}

/** The catalog with just these streams selected. */
function catalogOf(names: readonly string[]): Json {
  const catalog: { streams: { stream: string; metadata: { breadcrumb: string[]; metadata: Json }[] }[] } =
    JSON.parse(readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'));
  for (const { stream, metadata } of catalog.streams) {
    const root = metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
    if (root) root.metadata['selected'] = names.includes(stream);
  }
  return catalog as unknown as Json;
}
