import { stringify } from 'yaml';
import { parentKeys, parentOf, type StreamName } from '../src/streams/definition.ts';
import { definitions, streamNames } from '../src/streams/definitions.ts';
import { schemaOf } from './schema-files.ts';

/** A generic test of dbt, by name, with what it is given. */
type DataTest = string | { readonly [name: string]: object };

const HEADER = `# Made by \`npm run generate\` from schemas/ and src/streams. Do not edit. How to use it: README.md beside this file.
`;

/** Names of columns that SQL reserves: dbt has to quote them. */
const RESERVED = new Set(['from']);

/** The tables as dbt sources, with descriptions and tests of keys and parents. */
export function dbtSources(): string {
  const sources = {
    version: 2,
    sources: [
      {
        name: 'customerio',
        description: 'Tables that tap-customerio loads from a workspace of Customer.io.',
        loader: 'tap-customerio',
        schema: "{{ var('customerio_schema', 'customerio') }}",
        tables: streamNames.map(toSourceTable),
      },
    ],
  };
  return `${HEADER}${stringify(sources, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function toSourceTable(name: StreamName) {
  const { primaryKey } = definitions[name];
  const tests = [...(primaryKey.length > 1 ? [uniqueKey(name)] : []), ...toWholeParent(name)];
  return {
    name,
    description: String(schemaOf(name)['description'] ?? ''),
    // Only what is loaded is tested: a table that is missing would be an error of the database.
    config: { enabled: `{{ '${name}' in var('customerio_streams', ['${name}']) }}` },
    ...(tests.length > 0 ? { data_tests: tests } : {}),
    columns: Object.entries(schemaOf(name).properties ?? {}).map(([column, schema]) => {
      const columnTests = testsOf(name, column);
      return {
        name: column,
        description: String(schema['description'] ?? ''),
        ...(RESERVED.has(column) ? { quote: true } : {}),
        ...(columnTests.length > 0 ? { data_tests: columnTests } : {}),
      };
    }),
  };
}

function testsOf(name: StreamName, column: string): DataTest[] {
  const { primaryKey } = definitions[name];
  const isKey = primaryKey.includes(column);
  const own = isKey && primaryKey.length === 1 ? ['unique', 'not_null'] : isKey ? ['not_null'] : [];
  const parent = parentOf(definitions[name]);
  const parentColumn = parentKeys(definitions[name])[column];
  const isWhole = parent !== undefined && definitions[parent].primaryKey.length === 1;
  const toParent = isWhole && parentColumn !== undefined ? [relationship(parent, parentColumn)] : [];
  return [...own, ...toParent];
}

/** dbt's own `unique` takes an expression, so that several columns need no package. */
function uniqueKey(name: StreamName): DataTest {
  return {
    unique: { name: `unique_${name}_key`, arguments: { column_name: joined(definitions[name].primaryKey) } },
  };
}

/** To a parent with a key of several columns: all of them together, since one alone has many rows. */
function toWholeParent(name: StreamName): DataTest[] {
  const parent = parentOf(definitions[name]);
  const keys = Object.entries(parentKeys(definitions[name]));
  if (parent === undefined || keys.length < 2) return [];
  const own = joined(keys.map(([column]) => column));
  const field = joined(keys.map(([, column]) => column));
  return [relationship(parent, field, { name: `relationships_${name}_${parent}`, column_name: own })];
}

/** A row may outlive its parent in Customer.io and in the warehouse, so that a missing one is only warned of. */
function relationship(
  parent: StreamName,
  field: string,
  { name, ...column }: { name?: string; column_name?: string } = {},
): DataTest {
  return {
    relationships: {
      ...(name === undefined ? {} : { name }),
      arguments: { ...column, to: `source('customerio', '${parent}')`, field },
      config: { severity: 'warn' },
    },
  };
}

function joined(columns: readonly string[]): string {
  return columns.map((column) => (RESERVED.has(column) ? `"${column}"` : column)).join(" || '-' || ");
}
