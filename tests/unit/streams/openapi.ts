import { readFileSync } from 'node:fs';
import type { Rows, StreamDefinition } from '../../../src/streams/definition.ts';

/** The part of the OpenAPI file's schemas that says what a record holds. */
export interface ApiSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  properties?: Record<string, ApiSchema>;
  'x-undocumented-properties'?: Record<string, ApiSchema>;
  items?: ApiSchema;
  oneOf?: ApiSchema[];
  anyOf?: ApiSchema[];
  allOf?: ApiSchema[];
}

/** A query parameter of an operation, as far as tests look at it. */
export interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  schema?: { maximum?: number; enum?: readonly string[] };
}

/** An operation of the OpenAPI file. */
export interface Operation {
  operationId: string;
  'x-pagination'?: { page_size_max?: number };
  parameters?: Parameter[];
  responses: { 200: { content: { 'application/json': { schema: ApiSchema; example?: unknown } } } };
}

interface ApiFile {
  paths: Record<string, { get?: Operation; post?: Operation }>;
  components: { schemas: Record<string, ApiSchema>; parameters?: Record<string, Parameter> };
}

/** The vendor's definition of the API. */
export const api: ApiFile = JSON.parse(
  readFileSync(new URL('../../support/emulator/app-api.openapi.json', import.meta.url), 'utf8'),
);

/** Operations by method and path; the names of placeholders are the vendor's own, and do not count. */
const operations = new Map(
  Object.entries(api.paths).flatMap(([path, { get, post }]) => [
    [`GET ${anonymous(path)}`, get] as const,
    [`POST ${anonymous(path)}`, post] as const,
  ]),
);

function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}

/** The operation that a stream asks for. */
export function operationOf({
  path,
  post,
  variants = [],
}: Pick<StreamDefinition, 'path' | 'post' | 'variants'>): Operation | undefined {
  const isPost = post !== undefined || variants.some((variant) => variant.post !== undefined);
  return operations.get(`${isPost ? 'POST' : 'GET'} ${anonymous(path)}`);
}

/** The query parameters of an operation by name. */
export function queryParameters(operation: Operation): Record<string, NonNullable<Parameter['schema']>> {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    parameter.$ref === undefined
      ? parameter
      : (api.components.parameters?.[parameter.$ref.replace('#/components/parameters/', '')] ?? {}),
  );
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema ?? {}]));
}

/** The schema and all that it refers to or is a choice of. */
export function branches(schema: ApiSchema): ApiSchema[] {
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const target = name === undefined ? undefined : api.components.schemas[name];
  return [schema, ...(target ? [target] : []), ...choices].flatMap((branch) =>
    branch === schema ? [schema] : branches(branch),
  );
}

/** The shapes of what is under a key. */
function under(shapes: readonly ApiSchema[], key: string): ApiSchema[] {
  return shapes.flatMap(branches).flatMap(({ properties }) => properties?.[key] ?? []);
}

function itemsOf(shapes: readonly ApiSchema[]): ApiSchema[] {
  return shapes.flatMap(branches).flatMap(({ items }) => items ?? []);
}

/** The shapes at a path of an answer. */
export function shapesAt(operation: Operation, path: string | undefined): ApiSchema[] {
  const { schema } = operation.responses[200].content['application/json'];
  return (path?.split('.') ?? []).reduce(under, [schema]);
}

/** The shapes of a stream's records, as the API declares them. */
export function recordShapes(definition: StreamDefinition): ApiSchema[] {
  const operation = operationOf(definition);
  if (!operation) throw new Error(`${definition.path} is not in the OpenAPI file`);
  const { rows } = definition;
  switch (rows.kind) {
    case 'list':
      return listShapes(rows, itemsOf(shapesAt(operation, rows.at)));
    case 'whole':
      return shapesAt(operation, rows.at);
    case 'texts':
      return [{ properties: { [rows.column]: itemsOf(shapesAt(operation, rows.at))[0] ?? {} } }];
    case 'any':
      return [{ properties: {} }];
    case 'series':
      return seriesShapes(rows, operation);
  }
}

function listShapes({ unwrap, each }: Extract<Rows, { kind: 'list' }>, items: ApiSchema[]): ApiSchema[] {
  const wrapped = unwrap === undefined ? [] : under(items, unwrap);
  const records = wrapped.length > 0 ? wrapped : items;
  if (each === undefined) return records;
  const outer = records.flatMap(branches).map(({ properties = {} }) => {
    const { [each]: _, ...rest } = properties;
    return { properties: rest };
  });
  return [...outer, ...itemsOf(under(records, each))];
}

function seriesShapes({ at, list }: Extract<Rows, { kind: 'series' }>, operation: Operation): ApiSchema[] {
  const path = at.split('.');
  const holders = list === undefined ? shapesAt(operation, undefined) : itemsOf(shapesAt(operation, list));
  const series = path.reduce(under, holders).flatMap(branches);
  const counts = series.flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([name, schema]) => [name, itemsOf([schema])[0] ?? {}] as const),
  );
  const beside = list === undefined ? [] : holders;
  const others = beside.flatMap(branches).map(({ properties = {} }) => {
    const { [path[0] ?? '']: _, ...rest } = properties;
    return { properties: rest };
  });
  return [{ properties: Object.fromEntries(counts) }, ...others];
}
