import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamNames } from '../../../src/streams/definitions.ts';
import { installPython, type PythonEnvironment } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { makeProject, startDbt } from './dbt-project.ts';

/** Prints what does not parse, and the number of files that do. */
const PARSE = `import pathlib, sqlglot, sys
folder, dialect = sys.argv[1:]
files = sorted(pathlib.Path(folder).rglob("*.sql"))
for file in files:
    tree = sqlglot.parse_one(file.read_text(), dialect=dialect)
    if not isinstance(tree, sqlglot.exp.Query):
        sys.exit(f"{file} is no query")
print(len(files))`;

/** Settings without an account: nothing is asked of the warehouse. */
const warehouses = [
  {
    dialect: 'snowflake',
    output: {
      type: 'snowflake',
      account: 'none',
      user: 'none',
      password: 'none',
      database: 'analytics',
      warehouse: 'none',
    },
  },
  {
    dialect: 'bigquery',
    output: { type: 'bigquery', method: 'oauth-secrets', project: 'analytics', token: 'none' },
  },
];

let dbt: PythonEnvironment;
let folder: string;

beforeAll(async () => {
  dbt = await installPython('dbt-warehouses');
  folder = mkdtempSync(join(tmpdir(), 'tap-customerio-dbt-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Each for itself: it is one of the last files to start, and its two tests use both cores.
it.concurrent.each(warehouses)(
  "$dialect: dbt's adapter compiles every model, and each is SQL of the dialect",
  async (warehouse) => {
    const { dialect, output } = warehouse;
    const project = await makeProject(startDbt(dbt), join(folder, dialect), output);
    const offline = ['compile', '--quiet', '--no-introspect', '--no-populate-cache'];
    // The adapters warn of settings of their own.
    await project.run(offline, { customerio_streams: [...streamNames] }, []);
    const compiled = join(project.folder, 'target', 'compiled');
    const parsed = await runCommand(dbt.program('python'), ['-c', PARSE, compiled, dialect]);
    expect(Number(parsed)).toBeGreaterThan(streamNames.length);
  },
);
