import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Schema } from '../../../src/json/schema.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../../../src/streams/definitions.ts';
import { readSchema } from '../../../src/streams/schemas.ts';

interface Operation {
  operationId: string;
  'x-pagination': { page_size_max?: number };
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
  readFileSync(new URL('../../support/emulator/app-api.openapi.yaml', import.meta.url), 'utf8'),
) as ApiFile;

const table = streamNames.map((name) => ({ name, definition: definitions[name] }));

function resolve(shape: Shape): Shape {
  const name = shape.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? shape : resolve(api.components.schemas[name] ?? {});
}

/** A column, or a field within one, by its path: `actions.id`. */
function columnAt(name: StreamName, path: string): Schema | undefined {
  const [column = '', ...within] = path.split('.');
  let found = readSchema(name).properties?.[column];
  for (const field of within) found = (found?.items ?? found)?.properties?.[field];
  return found;
}

/** Paths of all columns and of the fields within them. */
function pathsOf({ properties = {}, items }: Schema): string[] {
  return [...Object.entries(properties), ...Object.entries(items?.properties ?? {})].flatMap(
    ([path, schema]) => [path, ...pathsOf(schema).map((field) => `${path}.${field}`)],
  );
}

/** `messages.campaign_id → campaigns.id` for each reference, those to parents included. */
const references = table.flatMap(({ name, definition: { parent, references: others = {} } }) => [
  ...Object.entries(parent?.keys ?? {}).map(([own, above]) => `${name}.${own} → ${parent?.stream}.${above}`),
  ...Object.entries(others).flatMap(([own, targets]) =>
    targets.map((target) => `${name}.${own} → ${target}`),
  ),
]);

/** What the description of a column names: `campaigns.id`, or columns of other tables that refer to this one. */
function mentions({ name, path }: { name: StreamName; path: string }): string[] {
  const text = String(columnAt(name, path)?.['description'] ?? '');
  return [...text.matchAll(/\b([a-z_]+)\.([a-z_]+)\b/g)].flatMap(([mention, stream = '']) =>
    isStreamName(stream) ? [mention] : [],
  );
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

  it('refers from columns that it has to columns that are there, with the same type', () => {
    const typeOf = (schema: Schema | undefined) =>
      [schema?.items?.type ?? schema?.type].flat().find((type) => type !== 'null');
    for (const [own, targets] of Object.entries(definition.references ?? {})) {
      expect(columnAt(name, own), own).toBeDefined();
      for (const target of targets) {
        const [stream = '', column = ''] = target.split('.');
        expect(isStreamName(stream) && typeOf(columnAt(stream, column)), target).toBe(
          typeOf(columnAt(name, own)),
        );
      }
    }
  });

  it('refers to what the descriptions of its columns name, or is referred to from there', () => {
    const unknown = pathsOf(readSchema(name)).flatMap((path) => {
      const own = `${name}.${path}`;
      return mentions({ name, path })
        .filter(
          (other) => !references.includes(`${own} → ${other}`) && !references.includes(`${other} → ${own}`),
        )
        .map((other) => `${own} names ${other}`);
    });
    expect(unknown).toEqual([]);
  });

  it('refers to nothing that the description of the column does not name', () => {
    const untold = Object.entries(definition.references ?? {}).flatMap(([path, targets]) =>
      targets
        .filter((target) => !mentions({ name, path }).includes(target))
        .map((target) => `${path} → ${target}`),
    );
    expect(untold).toEqual([]);
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
    const limit = 'limit' in pagination ? pagination.limit : undefined;
    expect(limit !== undefined).toBe('limit' in parameters);
    const { maximum } = parameters['limit'] ?? {};
    if (maximum !== undefined) expect(limit).toBe(maximum);
    if ('fixedLimit' in pagination)
      expect(pagination.fixedLimit).toBe(operation?.['x-pagination'].page_size_max);
  });

  it('sends query parameters that the API knows', () => {
    const bounds =
      replication.method === 'INCREMENTAL' && replication.by.kind === 'windows'
        ? [replication.by.start, replication.by.end]
        : [];
    expect([...Object.keys(query), ...bounds].filter((parameter) => !(parameter in parameters))).toEqual([]);
  });
});
