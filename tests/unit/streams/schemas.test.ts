import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { areaByStream, schemaOf } from '../../../scripts/generate/schema-files.ts';
import { contextColumns, type StreamDefinition } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { type ApiSchema, api, branches, operationOf, recordShapes } from './openapi.ts';

/** The part of JSON Schema that the schemas of the streams may use. */
interface Schema {
  type: string | string[];
  description?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean;
}

/** A property of a record by its path, such as `audience` and `audience.type`. */
interface Named<Kind> {
  path: string;
  schema: Kind;
}

const SCHEMAS_URL = new URL('../../../schemas/', import.meta.url);
const KEYWORDS = ['type', 'description', 'format', 'properties', 'items', 'additionalProperties'];

/** Objects whose content is the customer's own: the file shows examples of it, which are not columns. */
const FREE_FORM = [
  'activities.data',
  'messages.tracked_responses',
  'segments.conditions',
  'people.attributes',
  'people.timestamps',
  'people.devices.attributes',
  'people_relationships.attributes',
  'people_relationships.timestamps',
  'objects.attributes',
  'objects.timestamps',
  'collection_rows.data',
  'design_studio_email_contents.transformers',
  'design_studio_email_translations.transformers',
];
/** The tap's own column of every stream: what the API sends beyond the schema. */
const ADDITIONAL_FIELDS = 'additional_fields';
/** Properties that the file does not have, but the live API (docs/api-behaviour.md#2). */
const SEEN_LIVE = [
  'broadcasts.description',
  'messages.metrics.machine_clicked',
  'messages.metrics.attempted',
  'messages.metrics.processed',
  'messages.metrics.topic_unsubscribed',
  'segments.conditions',
  'transactional_messages.trigger_name',
  'newsletter_contents.body_plain',
  'newsletter_contents.created',
  'newsletter_contents.updated',
  'newsletter_contents.test_group_id',
  'transactional_contents.test_group_id',
];
/** A list or an object with times: singer-check-tap breaks on null there (rule 26), so that it is always there. */
const NEVER_NULL = ['messages.metrics', 'people.devices'];
/** Other schemas whose undocumented properties were seen in the stream's list: Delivery says so of /v1/messages. */
const ALSO_NAMED_BY: Record<string, string> = { messages: 'Delivery' };
/** What the API declares and the tap leaves out of the schema, with the reason. */
const LEFT_OUT: Record<string, string> = {
  'inbox_preview_jobs.previews': 'a list of screenshots of one job',
};
/** Texts of digits on the wire, which join integers. */
const DIGITS = [
  'object_types.id',
  'people_relationships.object_type_id',
  'newsletter_test_groups.content_ids',
];

const files = [...areaByStream.keys()];
const streams = Object.entries(definitions).map(([name, definition]) => ({
  name,
  definition,
  keys: definition.primaryKey as readonly string[],
  schema: schemaOf(name) as Schema,
}));
const sources = readdirSync(SCHEMAS_URL, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .map((path) => ({ path, text: readFileSync(new URL(path, SCHEMAS_URL), 'utf8') }));

/** Columns that are made of what the stream is read for, of what lies deeper, or of the form of the answer. */
function madeColumns({ promote = {}, rows, ...definition }: StreamDefinition): string[] {
  const made = [...contextColumns(definition), ...Object.keys(promote)];
  if (rows.kind === 'texts' || rows.kind === 'any') return [...made, rows.column, rows.position ?? ''];
  const periods = ['resolution', 'period_start', 'read_at', 'periods_ago'];
  return rows.kind === 'series' ? [...made, ...periods] : made;
}

/** The objects that columns are made of, unless they are columns themselves. */
function usedUp({ promote = {} }: StreamDefinition, schema: Schema): string[] {
  const containers = Object.values(promote).flatMap(({ from }) =>
    from.map((path) => path.split('.')[0] ?? ''),
  );
  return containers.filter((name) => !(name in (schema.properties ?? {})));
}

function typesOf({ type }: { type?: string | string[] }): string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}

function isNullable(schema: Schema): boolean {
  return typesOf(schema).includes('null');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function declared(record: ApiSchema, prefix: string, depth: number): Named<ApiSchema>[] {
  return branches(record)
    .flatMap((branch) => [branch.properties ?? {}, branch['x-undocumented-properties'] ?? {}])
    .flatMap((properties) => Object.entries(properties))
    .flatMap(([name, property]) => {
      const path = `${prefix}${name}`;
      const kinds = branches(property);
      const inner = kinds.flatMap((kind) => (kind.items ? [kind, kind.items] : [kind]));
      return [
        ...kinds.map((schema) => ({ path, schema })),
        ...(depth === 0 ? [] : inner.flatMap((schema) => declared(schema, `${path}.`, depth - 1))),
      ];
    });
}

function shown(record: unknown, prefix: string, depth: number): string[] {
  if (!isObject(record)) return [];
  return Object.entries(record).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const inner = depth === 0 ? [] : [value].flat();
    return [path, ...inner.flatMap((one) => shown(one, `${path}.`, depth - 1))];
  });
}

/** What the API declares of a stream's records, nested one level. */
function apiProperties({ name, definition }: (typeof streams)[number]): Named<ApiSchema>[] {
  const undocumented = api.components.schemas[ALSO_NAMED_BY[name] ?? '']?.['x-undocumented-properties'] ?? {};
  return [...recordShapes(definition), { properties: undocumented }]
    .flatMap((record) => declared(record, '', 1))
    .filter(({ path }) => !isBelowFreeForm(`${name}.${path}`));
}

function isBelowFreeForm(path: string): boolean {
  return FREE_FORM.some((free) => path.startsWith(`${free}.`));
}

/** What the API declares or shows, as sorted paths. */
function apiPaths(stream: (typeof streams)[number]): string[] {
  const { name, definition } = stream;
  const { rows } = definition;
  const example = operationOf(definition)?.responses[200].content['application/json'].example;
  const isPlain = rows.kind === 'list' && rows.each === undefined && rows.unwrap === undefined;
  const records = isPlain && isObject(example) ? [example[rows.at]].flat() : [];
  const paths = [
    ...apiProperties(stream).map(({ path }) => path),
    ...records
      .flatMap((record) => shown(record, '', 1))
      .filter((path) => !isBelowFreeForm(`${name}.${path}`)),
  ];
  return [...new Set(paths)].sort();
}

/** Every property of a schema at any depth, those of an array's items included. */
function properties(schema: Schema, prefix = ''): Named<Schema>[] {
  return Object.entries({ ...schema.properties, ...schema.items?.properties }).flatMap(([name, property]) => [
    { path: `${prefix}${name}`, schema: property },
    ...properties(property, `${prefix}${name}.`),
  ]);
}

/** Every schema below the top one, items included. */
function subschemas(schema: Schema): Schema[] {
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return inner.flatMap((one) => [one, ...subschemas(one)]);
}

/** The paths of the properties that break a rule. */
function offenders(schema: Schema, breaks: (property: Named<Schema>) => boolean): string[] {
  return properties(schema)
    .filter(breaks)
    .map(({ path }) => path);
}

/** Whether a value of the type that the API declares can become one of the schema's type without loss. */
function agrees(apiType: string, schema: Schema): boolean {
  const [type] = typesOf(schema);
  if (apiType === 'null' || apiType === type) return true;
  if (apiType === 'integer') return type === 'string' && schema.format === 'date-time';
  return apiType === 'object' && type === 'string' && schema.description?.startsWith('JSON text') === true;
}

describe('schema of messages', () => {
  it('has a date-time for every metric', () => {
    const metrics = streams.find(({ name }) => name === 'messages')?.schema.properties?.['metrics'];
    const formats = Object.values(metrics?.properties ?? {}).map(({ format }) => format);
    expect(new Set(formats)).toEqual(new Set(['date-time']));
  });
});

describe('schemas/', () => {
  it('holds one schema for each stream and nothing else', () => {
    expect(files).toEqual(streams.map(({ name }) => name).sort());
  });

  it('is resolved in the catalog: no reference is left', () => {
    const catalog = readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8');
    expect(catalog).not.toMatch(/"(\$ref|allOf)"/);
  });

  const parts = sources.filter(({ path }) => path.startsWith('parts/'));
  it.each(parts)('$path is used by at least two streams', ({ path }) => {
    const users = sources.filter(({ text }) => text.includes(`"../${path}"`));
    expect(users.length).toBeGreaterThan(1);
  });

  it('says nothing itself that one of its parts says', () => {
    for (const { text } of sources) {
      const { allOf = [], properties: own = {} } = JSON.parse(text);
      const inherited = allOf.flatMap(({ $ref }: { $ref: string }) => {
        const part = parts.find(({ path }) => $ref === `../${path}`);
        return Object.keys(JSON.parse(part?.text ?? '{}').properties);
      });
      expect(Object.keys(own).filter((name) => inherited.includes(name))).toEqual([]);
    }
  });
});

describe.each(streams)('schema of $name', (stream) => {
  const { name, schema, keys, definition } = stream;
  const top = Object.entries(schema.properties ?? {});
  const own = properties(schema).filter(
    ({ path }) => path !== ADDITIONAL_FIELDS && !madeColumns(definition).includes(path),
  );

  it('has every property that the API declares or shows', () => {
    const known = [...properties(schema).map(({ path }) => path), ...usedUp(definition, schema)];
    const isKnown = (path: string) =>
      known.includes(path) ||
      (known.includes(path.split('.')[0] ?? '') &&
        usedUp(definition, schema).includes(path.split('.')[0] ?? '')) ||
      Object.keys(LEFT_OUT).some((left) => `${name}.${path}`.startsWith(left));
    expect(apiPaths(stream).filter((path) => !isKnown(path))).toEqual([]);
  });

  it('has no property that the API does not name', () => {
    const paths = apiPaths(stream);
    // The API's own are looked at to the second level.
    const unnamed = own
      .map(({ path }) => path)
      .filter((path) => path.split('.').length < 3 && !paths.includes(path));
    expect(unnamed.filter((path) => !SEEN_LIVE.includes(`${name}.${path}`))).toEqual([]);
  });

  it('has the types that the API declares', () => {
    const declaredTypes = apiProperties(stream).flatMap(({ path, schema: { type } }) =>
      typesOf(type === undefined ? {} : { type }).map((apiType) => ({ path, apiType })),
    );
    const wrong = declaredTypes.filter(({ path, apiType }) =>
      own.some(
        (property) =>
          property.path === path && !DIGITS.includes(`${name}.${path}`) && !agrees(apiType, property.schema),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('gives every unix time and the replication key as a date-time', () => {
    const times = apiProperties(stream)
      .filter((property) => property.schema.format === 'unix timestamp')
      .map(({ path }) => path);
    const { replication } = definition;
    const wanted = replication.method === 'INCREMENTAL' ? [...times, replication.key] : times;
    const formats = new Map(properties(schema).map(({ path, schema: { format } }) => [path, format]));
    expect(wanted.filter((path) => formats.get(path) !== 'date-time')).toEqual([]);
  });

  it('names no values that a text must be one of, since the API adds some without notice', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"(enum|const|pattern)"/);
  });

  it('is an object that is open and described, and says no more at the top', () => {
    expect(Object.keys(schema)).toEqual(['type', 'description', 'properties']);
    expect(schema.type).toBe('object');
  });

  it('begins with its primary key, an integer or a string, never null', () => {
    expect(top.slice(0, keys.length).map(([key]) => key)).toEqual([...keys]);
    for (const key of keys) expect(['integer', 'string']).toContain(schema.properties?.[key]?.type);
  });

  it('ends with the column for the fields that it does not know', () => {
    const { type } = schema.properties?.[ADDITIONAL_FIELDS] ?? {};
    expect([top.at(-1)?.[0], type]).toEqual([ADDITIONAL_FIELDS, ['object', 'null']]);
  });

  it('has one type and null, in this order, for every other property', () => {
    const exempt = (path: string) => keys.includes(path) || NEVER_NULL.includes(`${name}.${path}`);
    const breaks = ({ path, schema: { type } }: Named<Schema>) =>
      !exempt(path) &&
      !(Array.isArray(type) && type.length === 2 && type[0] !== 'null' && type[1] === 'null');
    expect(offenders(schema, breaks)).toEqual([]);
  });

  it('uses no keyword and no format that a target stumbles over', () => {
    const keywords = subschemas(schema).flatMap((one) => Object.keys(one));
    expect(keywords.filter((keyword) => !KEYWORDS.includes(keyword))).toEqual([]);
    const formats = subschemas(schema).flatMap(({ format }) => format ?? []);
    expect(formats.filter((format) => format !== 'date-time')).toEqual([]);
  });

  it('lets an object be either free-form or open with named properties', () => {
    const breaks = ({ path, schema: one }: Named<Schema>) =>
      typesOf(one).includes('object') &&
      (path === ADDITIONAL_FIELDS || FREE_FORM.includes(`${name}.${path}`)
        ? 'properties' in one || 'additionalProperties' in one
        : Object.keys(one.properties ?? {}).length === 0 || one.additionalProperties !== true);
    expect(offenders(schema, breaks)).toEqual([]);
  });

  it('says of what every array is: integers, strings, or open objects with named properties', () => {
    const isTyped = (items?: Schema) =>
      items?.type === 'integer' ||
      items?.type === 'string' ||
      (items?.type === 'object' &&
        Object.keys(items.properties ?? {}).length > 0 &&
        items.additionalProperties === true);
    const breaks = ({ schema: one }: Named<Schema>) => typesOf(one).includes('array') !== isTyped(one.items);
    expect(offenders(schema, breaks)).toEqual([]);
  });

  it('has no date-time below something that can be null', () => {
    const nullable = properties(schema).filter((property) => isNullable(property.schema));
    const inside = nullable.flatMap(({ path, schema: one }) =>
      subschemas(one).flatMap(({ format }) => (format === 'date-time' ? path : [])),
    );
    expect(inside).toEqual([]);
  });

  it('has names that every target takes, distinct also where case is ignored', () => {
    const siblings = [schema, ...subschemas(schema)].map((one) => Object.keys(one.properties ?? {}));
    const refused = [[name], ...siblings].flat().filter((one) => !/^[a-z][a-z0-9_]{0,61}$/.test(one));
    expect(refused).toEqual([]);
    for (const names of siblings)
      expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(names.length);
  });

  it('describes itself and every property in at most 160 characters', () => {
    const isDescribed = ({ description }: Schema) => /^\S.{1,158}[.]$/.test(description ?? '');
    expect(isDescribed(schema)).toBe(true);
    expect(offenders(schema, (property) => !isDescribed(property.schema))).toEqual([]);
  });

  // Draft 4 reads the few keywords that are allowed above as draft 7 does.
  it.each([
    ['draft 7', new Ajv({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } })],
    ['draft 2020-12', new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } })],
  ])('is valid under %s', (_draft, ajv) => {
    expect(() => ajv.compile(schema)).not.toThrow();
  });
});
