import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row, Store, TableForm } from './store.ts';
import { columnsOfType } from './tables.ts';

const catalog: { streams: { stream: string; key_properties: string[] }[] } = JSON.parse(
  readFileSync(new URL('../../catalog.json', import.meta.url), 'utf8'),
);
const keys = new Map(catalog.streams.map(({ stream, key_properties }) => [stream, key_properties]));

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
      // The last line of a key is what it is now.
      const key = keys.get(table) ?? [];
      const keyOf = (row: Row) => JSON.stringify(key.map((column) => row[column]));
      const last = new Map(linesOf(schema, table).map((row) => [keyOf(row), row]));
      const times = new Set(columnsOfType({ key: [...key], columns }, 'timestamp without time zone'));
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
