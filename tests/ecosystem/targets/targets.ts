import { startDuckdbStore } from '../duckdb-store.ts';
import { startJsonlStore } from '../jsonl-store.ts';
import { startPostgresStore } from '../postgres-store.ts';
import type { Store } from '../store.ts';
import type { ColumnType } from '../tables.ts';

/** A target, and what it makes of what it is given. */
export interface Target {
  /** Its requirements file. */
  name: string;
  program: string;
  startStore(): Promise<Store>;
  /** Its own types of columns. */
  columnTypes: Readonly<Record<ColumnType, string>>;
  /** Whether its tables have primary keys. */
  hasKeys: boolean;
  /** What it stores for a text. */
  stored(text: string): string | null;
}

const asItIs = (text: string) => text;

/** MeltanoLabs' target-postgres. */
export const targetPostgres: Target = {
  name: 'target-postgres',
  program: 'target-postgres',
  startStore: () => startPostgresStore((server, schema) => ({ ...server, default_target_schema: schema })),
  columnTypes: {
    bigint: 'bigint',
    boolean: 'boolean',
    'bigint[]': 'bigint[]',
    jsonb: 'jsonb',
    'jsonb[]': 'jsonb[]',
    text: 'text',
    'text[]': 'text[]',
    'timestamp without time zone': 'timestamp without time zone',
  },
  hasKeys: true,
  stored: asItIs,
};

/** PipelineWise's target-postgres. */
export const pipelinewiseTargetPostgres: Target = {
  name: 'pipelinewise-target-postgres',
  program: 'target-postgres',
  startStore: () =>
    startPostgresStore(({ database, ...server }, schema) => ({
      ...server,
      dbname: database,
      default_target_schema: schema,
    })),
  columnTypes: {
    bigint: 'numeric',
    boolean: 'boolean',
    'bigint[]': 'jsonb',
    jsonb: 'jsonb',
    'jsonb[]': 'jsonb',
    text: 'character varying',
    'text[]': 'jsonb',
    'timestamp without time zone': 'timestamp without time zone',
  },
  hasKeys: true,
  // It writes CSV with the escapes of JSON, of which PostgreSQL knows two (its issue 131): a line break becomes \n, in two
  // characters.
  stored: (text) =>
    emptyAsNull(
      JSON.stringify(text)
        .slice(1, -1)
        .replaceAll(/\\(["\\])/g, '$1'),
    ),
};

/** Appends a line for each record. */
export const targetJsonl: Target = {
  name: 'target-jsonl',
  program: 'target-jsonl',
  startStore: startJsonlStore,
  columnTypes: {
    bigint: 'JSON',
    boolean: 'JSON',
    'bigint[]': 'JSON',
    jsonb: 'JSON',
    'jsonb[]': 'JSON',
    text: 'JSON',
    'text[]': 'JSON',
    'timestamp without time zone': 'JSON',
  },
  hasKeys: false,
  stored: asItIs,
};

/** Written after PipelineWise's; there is no other for DuckDB on PyPI. */
export const targetDuckdb: Target = {
  name: 'target-duckdb',
  program: 'target-duckdb',
  startStore: startDuckdbStore,
  columnTypes: {
    bigint: 'HUGEINT',
    boolean: 'BOOLEAN',
    'bigint[]': 'JSON',
    jsonb: 'JSON',
    'jsonb[]': 'JSON',
    text: 'VARCHAR',
    'text[]': 'JSON',
    'timestamp without time zone': 'TIMESTAMP',
  },
  hasKeys: true,
  stored: emptyAsNull,
};

/** All that the fourteen streams are loaded into. */
export const targets = [targetPostgres, pipelinewiseTargetPostgres, targetDuckdb, targetJsonl];

function emptyAsNull(text: string): string | null {
  return text === '' ? null : text;
}
