import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../support/emulator/start-emulator.ts';
import { catalogOf, everyStream } from '../every-stream.ts';
import { type Answer, type Questions, questionsTo } from '../questions.ts';
import { recordsOfTap } from '../records-of-tap.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { targetDuckdb, targetPostgres } from '../targets/targets.ts';
import { answers } from './answers.ts';
import { type Database, readQuestions } from './read-queries.ts';
import { startWorkspace } from './workspace.ts';

const SCHEMA = 'customerio';
const LEFT = 'Who left a segment';
const SETTINGS = {
  metrics_lookback_days: 20,
  anchor_date: new Date(Date.now() - 200 * 86_400_000).toISOString(),
};
const questions = readQuestions();
const titles = questions.map(({ title }) => title);
const streams = everyStream();
const needed = streams.filter(({ stream }) =>
  questions.some((question) => question.streams.includes(stream)),
);

const databases = [
  {
    database: 'PostgreSQL' as Database,
    target: targetPostgres,
    targetSettings: { add_record_metadata: true },
  },
  { database: 'DuckDB' as Database, target: targetDuckdb, targetSettings: { add_metadata_columns: true } },
];

it('every question names the streams that its SQL reads, and no other', () => {
  const names = new Set(streams.map(({ stream }) => stream));
  for (const { title, sql, streams: named } of questions) {
    const words = Object.values(sql)
      .join(' ')
      .matchAll(/(?:FROM|JOIN) (\w+)/g);
    const read = new Set([...words].map(([, word = '']) => word).filter((word) => names.has(word)));
    expect([title, [...named].sort()]).toEqual([title, [...read].sort()]);
  }
});

it('every question has its answer worked out here', () => {
  expect([...Object.keys(answers), LEFT].sort()).toEqual([...titles].sort());
});

describe.each(databases)('in $database', ({ database, target, targetSettings }) => {
  let emulator: Emulator;
  let pipelines: Pipelines;
  let asked: Questions;
  let records: Map<string, Row[]>;
  let given: Answer[];
  const sqlOf = (title: string) =>
    questions.find((question) => question.title === title)?.sql[database] ?? '';

  beforeAll(async () => {
    pipelines = await startPipelines(target);
    asked = questionsTo(target, pipelines.store.settings(SCHEMA));
    emulator = await startWorkspace();
    await load(needed);
    records = await recordsOfTap(emulator, needed, SETTINGS, pipelines.store.folder);
    given = await asked.ask(titles.map(sqlOf));
  });

  afterAll(async () => {
    await pipelines?.stop();
    await emulator?.close();
  });

  it.each(Object.entries(answers))('%s: the SQL of the page gives the answer', (title, answer) => {
    const expected = answer((stream) => records.get(stream) ?? []);
    expect(expected.length).toBeGreaterThan(0);
    expect(hasNumbers(expected)).toBe(true);
    expect(rowsOf(given[titles.indexOf(title)])).toEqual(expected.map(comparable));
  });

  it(`${LEFT}: those, and only those, whom the last run did not find`, async () => {
    expect(rowsOf(given[titles.indexOf(LEFT)])).toEqual([]);
    await asked.change([
      `UPDATE segment_membership SET _sdc_extracted_at = _sdc_extracted_at - INTERVAL '1 day'`,
    ]);
    const [left, ...others] = emulator.world.segmentMembers.get(8) ?? [];
    emulator.world.segmentMembers.set(8, others);
    await load(needed.filter(({ stream }) => stream === 'segment_membership'));
    const answer = await asked.ask([sqlOf(LEFT)]);
    expect(rowsOf(answer[0])).toEqual([
      { segment_id: 8, cio_id: left?.cio_id, email: left?.email, last_seen: expect.any(String) },
    ]);
  });

  async function load(selected: typeof streams): Promise<void> {
    const options = { catalog: catalogOf(selected), settings: SETTINGS, targetSettings };
    const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run(emulator, SCHEMA, options);
    const logs = tapCode + targetCode > 0 ? `${tapLog}\n${targetLog}`.slice(-3000) : '';
    expect({ tapCode, targetCode, logs }).toEqual({ tapCode: 0, targetCode: 0, logs: '' });
  }
});

/** Whether every count and rate is above zero in some row: a query that never counts anything would pass else. */
function hasNumbers(rows: readonly Row[]): boolean {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => typeof rows[0]?.[column] === 'number');
  return columns.every((column) => rows.some((row) => Number(row[column]) > 0));
}

function rowsOf(answer: Answer | undefined): Row[] {
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return answer.rows.map(comparable);
}

/** Times in one form, and fractions with as many digits as both databases have. */
function comparable(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value === 'number') return [column, Number(value.toFixed(4))];
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value)) return [column, value];
      return [column, `${value.slice(0, 19).replace(' ', 'T')}Z`];
    }),
  );
}
