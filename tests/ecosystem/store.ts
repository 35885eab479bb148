import type { Json } from './run-pipeline.ts';
import type { ColumnType } from './tables.ts';

/** A row without the target's own columns; times are unix seconds. */
export type Row = { readonly [column: string]: unknown };

/** What a table is like, without the target's own columns. */
export interface TableForm {
  /** Types by column, in the store's words. */
  columns: Readonly<Record<string, string>>;
  /** The columns of its primary key, sorted. */
  key: readonly string[];
}

/** What a target loads into: a database, a file, a folder. */
export interface Store {
  /** Files of runs are written there; it goes with the store. */
  folder: string;
  /** The target's settings that lead to a schema, or to what the target has in its place. */
  settings(schema: string): Json;
  tables(schema: string): Promise<Record<string, TableForm>>;
  /** The values of these columns, of every row. */
  rows(schema: string, table: string, columns: ReadonlyMap<string, ColumnType>): Promise<Row[]>;
  /** Removes it with all that it holds. */
  stop(): Promise<void>;
}
