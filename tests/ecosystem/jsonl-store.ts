import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row, Store, TableForm } from './store.ts';
import { columnsOfType, tables } from './tables.ts';

/** A folder in which target-jsonl appends to a file for each stream; a schema is a folder in it. */
export async function startJsonlStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-jsonl-'));
  const linesOf = (schema: string, table: string) => readLines(join(folder, schema, `${table}.jsonl`));
  return {
    folder,
    settings: (schema) => ({ destination_path: join(folder, schema), do_timestamp_file: false }),
    async tables(schema) {
      const forms = readdirSync(join(folder, schema)).map((file): [string, TableForm] => {
        const table = file.replace(/\.jsonl$/, '');
        const columns = new Set(linesOf(schema, table).flatMap((row) => Object.keys(row)));
        return [table, { columns: Object.fromEntries([...columns].map((name) => [name, 'JSON'])), key: [] }];
      });
      return Object.fromEntries(forms);
    },
    async rows(schema, table, columns) {
      const form = tables[table];
      if (form === undefined) throw new RangeError(`no table ${table}`);
      // The last line of a key is what it is now.
      const keyOf = (row: Row) => JSON.stringify(form.key.map((column) => row[column]));
      const last = new Map(linesOf(schema, table).map((row) => [keyOf(row), row]));
      const times = new Set(columnsOfType({ ...form, columns }, 'timestamp without time zone'));
      const toValue = (column: string, value: unknown) =>
        times.has(column) && typeof value === 'string' ? Date.parse(value) / 1000 : value;
      return [...last.values()].map((row) =>
        Object.fromEntries([...columns.keys()].map((column) => [column, toValue(column, row[column])])),
      );
    },
    async stop() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readLines(path: string): Row[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.pop() !== '') throw new Error(`${path} does not end with a line break`);
  return lines.map((line) => JSON.parse(line));
}
