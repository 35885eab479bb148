import { stringify } from 'yaml';
import type { StreamName } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import { schemaOf } from '../schema-files.ts';
import { areRead } from './are-read.ts';

const HEADER = '# Made by `npm run generate` from schemas/ and src/streams. Do not edit.\n';

/** Names of columns that SQL reserves: dbt has to quote them. */
const RESERVED = new Set(['from', 'rows', 'timestamp']);

/** The tables as dbt sources, with all their columns. Their keys are tested where the package stages them. */
export function dbtSources(): string {
  const sources = {
    version: 2,
    sources: [
      {
        name: 'customerio',
        description: 'Tables that tap-customerio loads from a workspace of Customer.io.',
        loader: 'tap-customerio',
        database: "{{ var('customerio_database', none) or target.database }}",
        schema: "{{ var('customerio_schema', 'customerio') }}",
        tables: streamNames.map(toSourceTable),
      },
    ],
  };
  return `${HEADER}${stringify(sources, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function toSourceTable(name: StreamName) {
  return {
    name,
    description: String(schemaOf(name)['description'] ?? ''),
    config: { enabled: areRead(name), ...freshnessOf(name) },
    columns: Object.entries(schemaOf(name).properties ?? {}).map(([column, schema]) => ({
      name: column,
      description: String(schema['description'] ?? ''),
      ...(RESERVED.has(column) ? { quote: true } : {}),
    })),
  };
}

/** When the rows of a stream are too old: those of streams whose times a daily run moves on. */
function freshnessOf(name: StreamName): object {
  const { replication } = definitions[name];
  if (replication.method !== 'INCREMENTAL') return {};
  const column = 'read_at' in (schemaOf(name).properties ?? {}) ? 'read_at' : replication.key;
  // A period of a week or a month goes on while its beginning grows old.
  const count = column === 'period_start' ? 32 : 2;
  return {
    loaded_at_field: RESERVED.has(column) ? `"${column}"` : column,
    freshness: { warn_after: { count, period: 'day' } },
  };
}
