import { Client } from 'pg';
import type { Server } from './serve-postgres.ts';
import type { Row } from './store.ts';
import type { ColumnType } from './tables.ts';

/** Questions to the database. */
export interface Database {
  tables(schema: string): Promise<string[]>;
  /** Columns by name with their types, without the target's own. */
  columns(schema: string, table: string): Promise<Map<string, string>>;
  primaryKey(schema: string, table: string): Promise<string[]>;
  rows(schema: string, table: string, columns: ReadonlyMap<string, ColumnType>): Promise<Row[]>;
  close(): Promise<void>;
}

/** Connects to a server. */
export async function connect({
  host,
  port,
  user,
  password,
  database,
}: Omit<Server, 'folder'>): Promise<Database> {
  const client = new Client({ host, port, user, password, database });
  await client.connect();

  /** The column `value` of each row. */
  async function values(sql: string, parameters: readonly string[] = []): Promise<unknown[]> {
    const { rows } = await client.query<{ value: unknown }>(sql, [...parameters]);
    return rows.map(({ value }) => value);
  }
  const name = (...parts: string[]) => parts.map((part) => client.escapeIdentifier(part)).join('.');

  return {
    async tables(schema) {
      const sql =
        'SELECT table_name AS value FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1';
      return (await values(sql, [schema])).map(String);
    },
    async columns(schema, table) {
      // information_schema calls all arrays ARRAY; their elements' type is in udt_name, such as _int8
      const sql = `SELECT column_name || '=' || CASE data_type
          WHEN 'ARRAY' THEN format_type(to_regtype(udt_name), NULL) ELSE data_type END AS value
        FROM information_schema.columns
        WHERE table_schema = $1 AND table_name = $2 AND NOT starts_with(column_name, '_sdc_')`;
      const found = (await values(sql, [schema, table])).map((value) => String(value).split('='));
      return new Map(found.map(([column = '', type = '']) => [column, type]));
    },
    async primaryKey(schema, table) {
      const sql = `SELECT column_name AS value FROM information_schema.table_constraints
        JOIN information_schema.key_column_usage USING (constraint_schema, constraint_name, table_name)
        WHERE constraint_type = 'PRIMARY KEY' AND constraint_schema = $1 AND table_name = $2`;
      return (await values(sql, [schema, table])).map(String);
    },
    async rows(schema, table, columns) {
      const fields = [...columns].map(([column, type]) => {
        const value = type.startsWith('timestamp') ? `extract(epoch FROM ${name(column)})` : name(column);
        return `jsonb_build_object(${client.escapeLiteral(column)}, ${value})`;
      });
      // Joined, as one call takes a hundred arguments at most.
      const row = fields.join(' || ');
      return (await values(`SELECT ${row} AS value FROM ${name(schema, table)}`)).filter(isRow);
    },
    close: () => client.end(),
  };
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}
