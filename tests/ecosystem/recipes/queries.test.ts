import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparable } from '../comparable.ts';
import { catalogOf, everyStream } from '../every-stream.ts';
import { type Answer, type Questions, questionsTo } from '../questions.ts';
import { askForAll, membersOf, type RawAnswers } from '../raw-answers.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { targetDuckdb, targetPostgres } from '../targets/targets.ts';
import { answers } from './answers.ts';
import { type Database, readQuestions } from './read-queries.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

const SCHEMA = 'customerio';
const LEFT = 'Who left a segment';
const LEFT_SEGMENT = 8;
const SINCE_DAYS = 200;
const questions = readQuestions();
const titles = questions.map(({ title }) => title);
const streams = everyStream();
const needed = streams.filter(({ stream }) =>
  questions.some((question) => question.streams.includes(stream)),
);

const databases = [
  { database: 'PostgreSQL' as Database, target: targetPostgres },
  { database: 'DuckDB' as Database, target: targetDuckdb },
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

describe.each(databases)('in $database', ({ database, target }) => {
  let workspace: Workspace;
  let pipelines: Pipelines;
  let asked: Questions;
  let records: RawAnswers;
  let given: Answer[];
  const sqlOf = (title: string) =>
    questions.find((question) => question.title === title)?.sql[database] ?? '';

  beforeAll(async () => {
    pipelines = await startPipelines(target);
    asked = questionsTo(target, pipelines.store.settings(SCHEMA));
    workspace = await startWorkspace();
    await load(needed);
    const { emulator, now } = workspace;
    records = await askForAll(emulator, now, now - SINCE_DAYS * 86_400);
    given = await asked.ask(titles.map(sqlOf));
  });

  afterAll(async () => {
    await pipelines?.stop();
    await workspace?.emulator.close();
  });

  it.each(Object.entries(answers))(
    "%s: the SQL of the page gives what the API's answers say",
    (title, answer) => {
      const expected = answer((stream) => records.get(stream) ?? []);
      expect(expected.length).toBeGreaterThan(0);
      expect(hasNumbers(expected)).toBe(true);
      expect(rowsOf(given[titles.indexOf(title)])).toEqual(expected.map(comparable));
    },
  );

  it(`${LEFT}: those whom a reading of hours no longer found, and those who have no time; nobody else`, async () => {
    expect(rowsOf(given[titles.indexOf(LEFT)])).toEqual([]);
    const { emulator } = workspace;
    const [left, ...others] = emulator.world.segmentMembers.get(LEFT_SEGMENT) ?? [];
    emulator.world.segmentMembers.set(LEFT_SEGMENT, others);
    // A row from before the setting, of somebody who is no longer there.
    await asked.change([
      `INSERT INTO segment_membership (segment_id, cio_id) VALUES (${LEFT_SEGMENT}, 'b0c0')`,
    ]);
    workspace.slowDown();
    await load(needed.filter(({ stream }) => stream === 'segment_membership'));
    const last = await Promise.all(emulator.world.segments.map(({ id }) => membersOf(emulator, id)));
    const gone = (records.get('segment_membership') ?? []).filter(
      ({ segment_id, cio_id }) =>
        !last.flat().some((row) => row['segment_id'] === segment_id && row['cio_id'] === cio_id),
    );
    expect(gone).toMatchObject([{ segment_id: LEFT_SEGMENT, cio_id: left?.cio_id }]);
    const answer = await asked.ask([sqlOf(LEFT)]);
    expect(rowsOf(answer[0])).toEqual([
      { segment_id: LEFT_SEGMENT, cio_id: left?.cio_id, email: left?.email, last_seen: expect.any(String) },
      { segment_id: LEFT_SEGMENT, cio_id: 'b0c0', email: null, last_seen: null },
    ]);
  });

  async function load(selected: typeof streams): Promise<void> {
    const settings = {
      add_read_at: true,
      anchor_date: new Date((workspace.now - SINCE_DAYS * 86_400) * 1000).toISOString(),
    };
    const options = { catalog: catalogOf(selected), settings };
    const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run(
      workspace.emulator,
      SCHEMA,
      options,
    );
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
