import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { StreamName } from '../../src/streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../../src/streams/definitions.ts';
import { readSchema } from '../../src/streams/schemas.ts';

interface Operation {
  operationId: string;
  parameters?: { $ref?: string; name?: string; in?: string; schema?: Parameter['schema'] }[];
  responses: Record<string, { content: { 'application/json': { schema: Shape } } }>;
}

interface Parameter {
  name: string;
  in: string;
  schema: { maximum?: number };
}

interface Shape {
  $ref?: string;
  allOf?: Shape[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Shape>;
  items?: Shape;
  type?: string | string[];
}

interface ApiFile {
  paths: Record<string, { get?: Operation }>;
  components: { schemas: Record<string, Shape>; parameters?: Record<string, Parameter> };
}

const api = parse(
  readFileSync(new URL('../emulator/app-api.openapi.yaml', import.meta.url), 'utf8'),
) as ApiFile;

const table = streamNames.map((name) => ({ name, definition: definitions[name] }));

function resolve(shape: Shape): Shape {
  const name = shape.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? shape : resolve(api.components.schemas[name] ?? {});
}

/** The keys of an answer, with those of all its parts and choices. */
function keysOf(shape: Shape): Record<string, Shape> {
  const { properties, allOf = [], anyOf = [], oneOf = [] } = resolve(shape);
  return Object.assign({}, properties, ...[...allOf, ...anyOf, ...oneOf].map(keysOf));
}

function queryParameters(operation: Operation): Record<string, Parameter['schema']> {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    parameter.$ref === undefined
      ? parameter
      : (api.components.parameters?.[parameter.$ref.replace('#/components/parameters/', '')] ?? {}),
  );
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema ?? {}]));
}

function ancestorsOf(name: StreamName, above: readonly StreamName[] = []): readonly StreamName[] {
  const parent = definitions[name].parent?.stream;
  if (parent === undefined || above.includes(parent))
    return parent === undefined ? above : [...above, parent];
  return ancestorsOf(parent, [...above, parent]);
}

describe('definitions', () => {
  it('are fourteen, each stream once', () => {
    expect(streamNames).toHaveLength(14);
    expect(new Set(streamNames).size).toBe(14);
  });

  it('ask for no list twice', () => {
    const paths = table.map(({ definition }) => definition.path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('isStreamName', () => {
  it.each([
    ['campaigns', true],
    ['Campaigns', false],
    ['', false],
    ['constructor', false],
    ['__proto__', false],
  ])('of %j', (name, expected) => {
    expect(isStreamName(name)).toBe(expected);
  });
});

describe.each(table)('definition of $name', ({ name, definition }) => {
  const { path, records, pagination, primaryKey, replication, parent, query = {} } = definition;
  const properties = readSchema(name).properties ?? {};
  const operation = api.paths[path]?.get;
  const answer = operation?.responses['200']?.content['application/json'].schema ?? {};
  const parameters = operation ? queryParameters(operation) : {};

  it('has its primary key in its schema', () => {
    expect(primaryKey.length).toBeGreaterThan(0);
    expect(primaryKey.filter((key) => !(key in properties))).toEqual([]);
  });

  it('has its replication key in its schema, as a date-time', () => {
    const keys = replication.method === 'INCREMENTAL' ? [replication.key] : [];
    expect(keys.filter((key) => properties[key]?.format !== 'date-time')).toEqual([]);
  });

  it('has one placeholder for each key that it takes from its parent', () => {
    const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, placeholder]) => placeholder);
    expect(placeholders).toEqual(Object.keys(parent?.keys ?? {}));
  });

  it('takes from its parent columns that the parent has, into key columns of its own', () => {
    const parentProperties = parent ? (readSchema(parent.stream).properties ?? {}) : {};
    const keys = Object.entries(parent?.keys ?? {});
    expect(keys.filter(([, column]) => !(column in parentProperties))).toEqual([]);
    expect(keys.filter(([column]) => !primaryKey.includes(column))).toEqual([]);
  });

  it('takes a column from its parent with the type that it has there', () => {
    const parentProperties = parent ? (readSchema(parent.stream).properties ?? {}) : {};
    for (const [own, above] of Object.entries(parent?.keys ?? {}))
      expect([properties[own]?.type].flat()).toContain([parentProperties[above]?.type].flat()[0]);
  });

  it('is not above itself', () => {
    expect(ancestorsOf(name)).not.toContain(name);
  });

  it('stands behind its parent in the table', () => {
    const above = parent ? streamNames.indexOf(parent.stream) : -1;
    expect(above).toBeLessThan(streamNames.indexOf(name));
  });

  it('asks for a list that the API has, under the key that the API gives it', () => {
    expect(operation).toBeDefined();
    const list = resolve(keysOf(answer)[records] ?? {});
    expect([list.type].flat()).toContain('array');
    const ownKeys = primaryKey.filter((key) => !(key in (parent?.keys ?? {})));
    expect(Object.keys(keysOf(list.items ?? {}))).toEqual(expect.arrayContaining(ownKeys));
  });

  it('links to the reference of that list', () => {
    expect(definition.docs.split('#operation/')[1]).toBe(operation?.operationId);
  });

  it('is paged as the API pages it', () => {
    expect(pagination.kind === 'cursor').toBe('next' in keysOf(answer));
    if (pagination.kind === 'cursor') expect(parameters).toHaveProperty('start');
  });

  it('asks for no larger page than the API gives, and for a limit only where there is one', () => {
    const limit = pagination.kind === 'cursor' ? pagination.limit : undefined;
    expect(limit !== undefined).toBe('limit' in parameters);
    const { maximum } = parameters['limit'] ?? {};
    if (maximum !== undefined) expect(limit).toBe(maximum);
  });

  it('sends query parameters that the API knows', () => {
    const bounds =
      replication.method === 'INCREMENTAL' && replication.by.kind === 'windows'
        ? [replication.by.start, replication.by.end]
        : [];
    expect([...Object.keys(query), ...bounds].filter((parameter) => !(parameter in parameters))).toEqual([]);
  });
});
