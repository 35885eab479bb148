import initSqlJs, { type Database, type SqlValue } from 'sql.js';
import type { Message } from '../support/harness/messages.ts';

/** The rows that a tap has written, in tables that take SQL. */
export interface Rows {
  /** Puts in what a run has written; a row whose key is there is replaced. */
  load(messages: readonly Message[]): void;
  /** The answer to a query: names of columns, and rows. */
  ask(sql: string): { columns: string[]; rows: SqlValue[][] };
}

/**
 * A database in memory that loads rows as a target does: SQLite as WebAssembly, which installs without a compiler or a
 * download.
 */
export async function createRows(): Promise<Rows> {
  const { Database } = await initSqlJs();
  const database = new Database();
  return {
    load: (messages) => {
      database.run('BEGIN');
      for (const message of messages) loadMessage(database, message);
      database.run('COMMIT');
    },
    ask: (sql) => {
      const [answer] = database.exec(sql);
      return { columns: answer?.columns ?? [], rows: answer?.values ?? [] };
    },
  };
}

function loadMessage(database: Database, message: Message): void {
  if (message.type === 'SCHEMA') {
    const columns = Object.keys(Object(message.schema['properties'])).map(quote);
    const key = message.key_properties.map(quote).join(', ');
    database.run(
      `CREATE TABLE IF NOT EXISTS ${quote(message.stream)} (${columns.join(', ')}, PRIMARY KEY (${key}))`,
    );
  }
  if (message.type === 'RECORD') {
    const [names, values] = [Object.keys(message.record), Object.values(message.record)];
    const places = names.map(() => '?').join(', ');
    database.run(
      `INSERT OR REPLACE INTO ${quote(message.stream)} (${names.map(quote).join(', ')}) VALUES (${places})`,
      values.map(toSql),
    );
  }
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

function toSql(value: unknown): SqlValue {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}
