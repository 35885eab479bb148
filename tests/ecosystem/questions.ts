import { Client } from 'pg';
import { askDuckdb, changeDuckdb } from './ask-duckdb.ts';
import type { Json } from './run-pipeline.ts';
import type { Row } from './store.ts';
import { type Target, targetDuckdb, targetPostgres } from './targets/targets.ts';

/** What came of a question: its rows in their order, or why there are none. */
export type Answer = { rows: Row[] } | { error: string };

/** SQL put to what a target has loaded; its schema is the search path. */
export interface Questions {
  /** The answers of queries, in their order; one that fails stops no other. */
  ask(queries: readonly string[]): Promise<Answer[]>;
  /** Runs statements that change tables. */
  change(statements: readonly string[]): Promise<void>;
}

/** Asks the database that the settings of a target lead to. */
export function questionsTo(target: Target, settings: Json): Questions {
  if (target === targetPostgres) return postgresQuestions(settings);
  if (target === targetDuckdb)
    return duckdbQuestions(String(settings['path']), String(settings['default_target_schema']));
  throw new RangeError(`${target.name} takes no SQL`);
}

function postgresQuestions({ host, port, user, password, database, default_target_schema }: Json): Questions {
  async function connected<Result>(use: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({
      host: String(host),
      port: Number(port),
      user: String(user),
      password: String(password),
      database: String(database),
      options: `-c search_path=${default_target_schema}`,
    });
    await client.connect();
    return use(client).finally(() => client.end());
  }
  return {
    ask: (queries) =>
      connected(async (client) => {
        const answers: Answer[] = [];
        for (const sql of queries) {
          const answer = client.query<{ value: Row }>(
            `SELECT to_jsonb(answer) AS value FROM (${sql}) AS answer`,
          );
          answers.push(
            await answer.then(
              ({ rows }) => ({ rows: rows.map(({ value }) => value) }),
              (error: unknown) => ({ error: String(error) }),
            ),
          );
        }
        return answers;
      }),
    change: (statements) =>
      connected(async (client) => {
        for (const sql of statements) await client.query(sql);
      }),
  };
}

function duckdbQuestions(path: string, schema: string): Questions {
  return {
    async ask(queries) {
      const answers = await askDuckdb(
        path,
        schema,
        queries.map((sql) => `SELECT to_json(answer) FROM (${sql}) AS answer`),
      );
      return answers.map((answer) =>
        'error' in answer ? answer : { rows: answer.values.map((value) => JSON.parse(value)) },
      );
    },
    async change(statements) {
      await changeDuckdb(path, schema, statements);
    },
  };
}
