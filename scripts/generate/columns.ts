import type { Schema } from '../../src/json/schema.ts';
import type { StreamName } from '../../src/streams/definition.ts';
import { schemaOf } from './schema-files.ts';

/** A column of a table, or a field within one. */
export interface Column {
  /** Names with dots between them: `customer_identifiers.cio_id`. */
  readonly path: string;
  readonly schema: Schema;
  /** Whether one row can hold several of it: a list, or a field of a list's items. */
  readonly isMany: boolean;
}

/** The columns of a stream's table in the order of its schema, each followed by the fields within it. */
export function listColumns(name: StreamName): Column[] {
  return columnsOf(schemaOf(name), '', false);
}

function columnsOf({ properties = {} }: Schema, above: string, isMany: boolean): Column[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const column = { path: above + name, schema, isMany: isMany || isOfType(schema, 'array') };
    const within = schema.items ?? schema;
    return [column, ...columnsOf(within, `${column.path}.`, column.isMany)];
  });
}

/** What a warehouse makes of a column's type, in plain words. */
export function describeType(schema: Schema): string {
  if (isOfType(schema, 'array')) return `list of ${describeType(schema.items ?? {})}s`;
  if (isOfType(schema, 'object')) return schema.properties ? 'object' : 'free-form object';
  if (schema.format === 'date-time') return 'timestamp';
  if (isOfType(schema, 'string')) return 'text';
  return [schema.type].flat().find((type) => type !== 'null') ?? 'any';
}

/** Whether a column can be null. */
export function isNullable(schema: Schema): boolean {
  return isOfType(schema, 'null');
}

function isOfType({ type }: Schema, wanted: string): boolean {
  return [type].flat().includes(wanted);
}
