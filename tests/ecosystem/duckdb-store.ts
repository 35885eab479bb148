import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askDuckdb } from './ask-duckdb.ts';
import type { Store, TableForm } from './store.ts';

const FORMS = `SELECT json_object('table', table_name,
    'columns', json_group_object(column_name, data_type),
    'key', (SELECT to_json(list_sort(constraint_column_names)) FROM duckdb_constraints() AS keys
      WHERE constraint_type = 'PRIMARY KEY' AND keys.table_oid = columns.table_oid))
  FROM duckdb_columns() AS columns WHERE schema_name = `;

/** A DuckDB in a file. */
export async function startDuckdbStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-duckdb-'));
  const path = join(folder, 'warehouse.duckdb');
  /** The objects of a query of one column. */
  async function query(sql: string) {
    const [answer] = await askDuckdb(path, 'main', [sql]);
    if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
    return answer.values.map((value) => JSON.parse(value));
  }
  return {
    folder,
    settings: (schema) => ({ path, default_target_schema: schema }),
    async tables(schema) {
      const forms = await query(`${FORMS}${literal(schema)} GROUP BY table_oid, table_name`);
      return Object.fromEntries(forms.map(({ table, ...form }): [string, TableForm] => [table, form]));
    },
    rows(schema, table, columns) {
      const fields = [...columns].map(([column, type]) => {
        const value = type.startsWith('timestamp') ? `epoch(${name(column)})` : name(column);
        return `${literal(column)}, ${value}`;
      });
      return query(`SELECT json_object(${fields.join(', ')}) FROM ${name(schema)}.${name(table)}`);
    },
    async stop() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
