import { fileURLToPath } from 'node:url';
import { type Ask, startAnswering } from './answering.ts';
import { installPython } from './install-python.ts';

/** The values of a query's one column, or why there are none. */
export type Values = { values: string[] } | { error: string };

const PROGRAM = fileURLToPath(new URL('./ask_duckdb.py', import.meta.url));

let asking: Promise<Ask> | undefined;

/** Runs queries of one column each on a file of DuckDB; one that fails stops no other. */
export async function askDuckdb(path: string, schema: string, queries: readonly string[]): Promise<Values[]> {
  return ask({ path, schema, statements: queries, changes: false });
}

/** Runs statements that change a file of DuckDB. */
export async function changeDuckdb(
  path: string,
  schema: string,
  statements: readonly string[],
): Promise<void> {
  for (const answer of await ask({ path, schema, statements, changes: true }))
    if ('error' in answer) throw new Error(answer.error);
}

async function ask(question: object): Promise<Values[]> {
  // The DuckDB that the target itself loads with.
  asking ??= installPython('target-duckdb').then((environment) => startAnswering(environment, [PROGRAM]));
  return JSON.parse(await (await asking)(question));
}
