import { stringify } from 'yaml';
import type { StreamName } from '../src/streams/definition.ts';
import { definitions, streamNames } from '../src/streams/definitions.ts';
import { listColumns } from './columns.ts';
import { listReferences } from './references.ts';
import { schemaOf } from './schema-files.ts';

const BANNER = `# Made by \`npm run generate\` from schemas/ and src/streams/. Do not edit: copy it into your project's models/.
# For dbt 1.10.5 and later. Tables lie in the schema customerio, or in that of the variable customerio_schema.
# Take out the tables of streams that you do not read. A key of several columns is tested for nulls only: dbt has no test of its
# own for several columns. Rows that others refer to may have been deleted in Customer.io, so those tests warn.
`;

/** A test of dbt: its name alone, or with its arguments. */
type DataTest = string | Record<string, unknown>;

/** The tables as sources of dbt (reference: https://docs.getdbt.com/reference/source-properties). */
export function dbtSources(): string {
  const source = {
    name: 'customerio',
    description: "Customer.io's App API, read by tap-customerio.",
    schema: "{{ var('customerio_schema', 'customerio') }}",
    tables: streamNames.map(toSourceTable),
  };
  return BANNER + stringify({ version: 2, sources: [source] }, { lineWidth: 0 });
}

function toSourceTable(name: StreamName) {
  return {
    name,
    description: schemaOf(name)['description'],
    columns: listColumns(name)
      .filter(({ path }) => !path.includes('.'))
      .map(({ path, schema }) => {
        const tests = testsOf(name, path);
        return {
          name: path,
          description: schema['description'],
          // A word of SQL.
          ...(path === 'from' ? { quote: true } : {}),
          ...(tests.length > 0 ? { data_tests: tests } : {}),
        };
      }),
  };
}

function testsOf(name: StreamName, column: string): DataTest[] {
  const { primaryKey } = definitions[name];
  const isKey = primaryKey.includes(column);
  const relationships = listReferences()
    .filter((reference) => reference.from === name && reference.column === column && reference.isToOne)
    .map(({ to, toColumn }) => ({
      relationships: {
        arguments: { to: `source('customerio', '${to}')`, field: toColumn },
        config: { severity: 'warn' },
      },
    }));
  return [
    ...(isKey ? ['not_null'] : []),
    ...(isKey && primaryKey.length === 1 ? ['unique'] : []),
    ...relationships,
  ];
}
