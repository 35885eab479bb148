import { Client } from 'pg';
import { installPython } from './install-python.ts';
import { runCommand } from './run-command.ts';
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
  if (target === targetDuckdb) return duckdbQuestions(target, settings);
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

// The DuckDB that the target itself loads with reads the file again. With more than one thread it (1.2.2) loses rows of a
// view of UNION ALL, and only when they are fetched: count(*) is right. DuckDB 2.0.1 does not.
const DUCKDB = `import duckdb, json, sys
path, schema, what, statements = sys.argv[1:]
database = duckdb.connect(path, read_only=what == "ask")
database.execute("SET threads = 1")
database.execute(f"SET search_path = '{schema}'")
for sql in json.loads(statements):
    if what == "change":
        database.execute(sql)
        continue
    try:
        rows = database.execute(f"SELECT to_json(answer) FROM ({sql}) AS answer").fetchall()
        print(json.dumps({"rows": [json.loads(row) for (row,) in rows]}))
    except Exception as error:
        print(json.dumps({"error": str(error)}))`;

function duckdbQuestions({ name }: Target, { path, default_target_schema }: Json): Questions {
  async function run(what: 'ask' | 'change', statements: readonly string[]): Promise<Answer[]> {
    const { program } = await installPython(name);
    const args = [String(path), String(default_target_schema), what, JSON.stringify(statements)];
    const lines = await runCommand(program('python'), ['-c', DUCKDB, ...args]);
    return lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  }
  return {
    ask: (queries) => run('ask', queries),
    change: async (statements) => {
      await run('change', statements);
    },
  };
}
