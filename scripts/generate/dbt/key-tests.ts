import { parentKeys, parentOf, type StreamName } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { areRead } from './are-read.ts';
import { stagedColumns } from './staged-columns.ts';

/** A generic test of dbt, by name, with its arguments. */
export type DataTest = string | { readonly [name: string]: object };

/** Tests of one column of a staging model: its key, and its parent where one column leads there. */
export function columnTests(stream: StreamName, column: string): DataTest[] {
  const { primaryKey } = definitions[stream];
  const isKey = primaryKey.includes(column);
  const own = isKey && primaryKey.length === 1 ? ['unique', 'not_null'] : isKey ? ['not_null'] : [];
  const parent = parentOf(definitions[stream]);
  const parentColumn = parentKeys(definitions[stream])[column];
  if (parent === undefined || parentColumn === undefined) return own;
  if (definitions[parent].primaryKey.length > 1) return own;
  return [...own, relationship(stream, parent, { field: stagedName(parent, parentColumn) })];
}

/** Tests of a key of several columns, and of a parent with such a key: dbt's own tests take expressions. */
export function modelTests(stream: StreamName): DataTest[] {
  const { primaryKey } = definitions[stream];
  const unique = { name: `unique_${stream}_key`, arguments: { column_name: joined(stream, primaryKey) } };
  const tests: DataTest[] = primaryKey.length > 1 ? [{ unique }] : [];
  const parent = parentOf(definitions[stream]);
  const keys = Object.entries(parentKeys(definitions[stream]));
  if (parent === undefined || keys.length < 2) return tests;
  const argumentsOf = {
    column_name: joined(
      stream,
      keys.map(([column]) => column),
    ),
    field: joined(
      parent,
      keys.map(([, column]) => column),
    ),
  };
  return [...tests, relationship(stream, parent, argumentsOf, `relationships_${stream}_${parent}`)];
}

/** A row may outlive its parent in Customer.io and in the warehouse, so dbt only warns when one is missing. */
function relationship(child: StreamName, parent: StreamName, columns: object, name?: string): DataTest {
  return {
    relationships: {
      ...(name === undefined ? {} : { name }),
      arguments: { ...columns, to: `ref('stg_customerio__${parent}')` },
      config: { severity: 'warn', enabled: areRead(child, parent) },
    },
  };
}

function joined(stream: StreamName, columns: readonly string[]): string {
  return columns.map((column) => stagedName(stream, column)).join(" || '-' || ");
}

function stagedName(stream: StreamName, column: string): string {
  const staged = stagedColumns(stream).find(({ source }) => source === column);
  if (staged === undefined) throw new Error(`${stream} has no column ${column}`);
  return staged.name;
}
