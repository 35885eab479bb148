import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/json/schema.ts';
import {
  contextColumns,
  ownKeys,
  parentKeys,
  parentOf,
  type StreamDefinition,
  type StreamName,
} from '../../../src/streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../../../src/streams/definitions.ts';
import { readSchema } from '../../../src/streams/schemas.ts';
import { branches, operationOf, queryParameters, recordShapes, shapesAt } from './openapi.ts';

const table = streamNames.map((name) => ({ name, definition: definitions[name] }));

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
const references = table.flatMap(({ name, definition: { references: others = {}, ...definition } }) => [
  ...Object.entries(parentKeys(definition)).map(
    ([own, above]) => `${name}.${own} → ${parentOf(definition)}.${above}`,
  ),
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

function ancestorsOf(name: StreamName, above: readonly StreamName[] = []): readonly StreamName[] {
  const parent = parentOf(definitions[name]);
  if (parent === undefined || above.includes(parent))
    return parent === undefined ? above : [...above, parent];
  return ancestorsOf(parent, [...above, parent]);
}

describe('definitions', () => {
  it('name each stream once', () => {
    expect(new Set(streamNames).size).toBe(streamNames.length);
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

/** What a request is filled with: the columns of its context, and names of settings. */
function fillings({ path, post, variants = [], narrowed }: StreamDefinition): string[] {
  const text = JSON.stringify([path, post ?? null, variants, narrowed?.post ?? null]);
  return [...text.matchAll(/\{(\w+)(?::number)?\}/g)].map(([, name = '']) => name);
}

/** The columns of a list's records that are made of the answer, not found in it. */
function madeColumns({ rows, promote = {} }: StreamDefinition): string[] {
  const lifted = Object.keys(promote);
  switch (rows.kind) {
    case 'texts':
      return [...lifted, rows.column, rows.position ?? ''];
    case 'any':
      return [...lifted, rows.column, rows.position];
    case 'series':
      return [...lifted, 'resolution', 'period_start', 'read_at', 'periods_ago'];
    default:
      return lifted;
  }
}

describe.each(table)('definition of $name', ({ name, definition }) => {
  const { pagination, primaryKey, replication, partitionBy, rows, query = {}, variants = [] } = definition;
  const properties = readSchema(name).properties ?? {};
  const operation = operationOf(definition);
  const parameters = operation ? queryParameters(operation) : {};
  const parent = parentOf(definition);

  it('has its primary key in its schema', () => {
    expect(primaryKey.length).toBeGreaterThan(0);
    expect(primaryKey.filter((key) => !(key in properties))).toEqual([]);
  });

  it('has its replication key in its schema, as a date-time', () => {
    const keys = replication.method === 'INCREMENTAL' ? [replication.key] : [];
    expect(keys.filter((key) => properties[key]?.format !== 'date-time')).toEqual([]);
  });

  it('has a placeholder for each column that it takes along, and no other', () => {
    const allowed = partitionBy?.kind === 'batch' ? ['keys'] : contextColumns(definition);
    const settings = definition.narrowed ? [definition.narrowed.setting] : [];
    expect(new Set(fillings(definition))).toEqual(new Set([...allowed, ...settings]));
  });

  it('takes from its parent columns that the parent has, into columns of its own', () => {
    const parentProperties = parent ? (readSchema(parent).properties ?? {}) : {};
    const keys = Object.entries(parentKeys(definition));
    expect(keys.filter(([, column]) => !(column in parentProperties))).toEqual([]);
    expect(contextColumns(definition).filter((column) => !(column in properties))).toEqual([]);
  });

  it('takes a column from its parent with the type that it has there', () => {
    const parentProperties = parent ? (readSchema(parent).properties ?? {}) : {};
    for (const [own, above] of Object.entries(parentKeys(definition)))
      expect([properties[own]?.type].flat()).toContain([parentProperties[above]?.type].flat()[0]);
  });

  it('looks at columns of its ancestors where it leaves some out', () => {
    const where = partitionBy?.kind === 'each' ? partitionBy.skipWhen : undefined;
    const stream = where?.of ?? parent;
    if (where && stream) expect(readSchema(stream).properties).toHaveProperty(where.column);
    if (where?.of) expect(ancestorsOf(name)).toContain(where.of);
  });

  it('is read in batches of a large parent only', () => {
    if (partitionBy?.kind === 'batch') expect(definitions[partitionBy.stream].isLarge).toBe(true);
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
    const above = parent ? streamNames.indexOf(parent) : -1;
    expect(above).toBeLessThan(streamNames.indexOf(name));
  });

  it('asks for what the API has, where the API gives it', () => {
    expect(operation).toBeDefined();
    const declared = recordShapes(definition)
      .flatMap(branches)
      .flatMap((shape) => Object.keys(shape.properties ?? {}));
    expect(recordShapes(definition)).not.toEqual([]);
    const made = madeColumns(definition);
    expect(ownKeys(definition).filter((key) => !declared.includes(key) && !made.includes(key))).toEqual([]);
  });

  it('names the operation that it asks for', () => {
    expect(definition.operation).toBe(operation?.operationId);
  });

  it('is paged as the API pages it', () => {
    const nextAt = 'nextAt' in pagination ? pagination.nextAt : undefined;
    const hasNext = operation !== undefined && shapesAt(operation, nextAt ?? 'next').length > 0;
    expect(pagination.kind === 'cursor').toBe(hasNext);
    const parameter = 'parameter' in pagination ? (pagination.parameter ?? 'start') : 'start';
    if (pagination.kind === 'cursor') expect(parameters).toHaveProperty(parameter);
    if (pagination.kind === 'offset' || pagination.kind === 'page')
      expect(parameters).toHaveProperty(pagination.kind);
  });

  it('asks for no larger page than the API gives, and for a limit only where there is one', () => {
    const limit = 'limit' in pagination ? pagination.limit : undefined;
    expect(limit !== undefined).toBe('limit' in parameters);
    const { maximum } = parameters['limit'] ?? {};
    if (maximum !== undefined) expect(limit).toBe(maximum);
    if ('fixedLimit' in pagination)
      expect(pagination.fixedLimit).toBe(operation?.['x-pagination']?.page_size_max);
  });

  it('sends query parameters that the API knows', () => {
    const varying = variants.flatMap((variant) => Object.keys(variant.query ?? {}));
    const sent = [...Object.keys(query), ...varying, ...boundsOf(definition)];
    expect(sent.filter((parameter) => !(parameter in parameters))).toEqual([]);
  });

  it('reads series where it is replicated by periods, and only there', () => {
    const isByPeriods = replication.method === 'INCREMENTAL' && replication.by.kind === 'periods';
    expect(rows.kind === 'series').toBe(isByPeriods);
  });
});

/** The parameters by which a span of time is asked for. */
function boundsOf({ replication }: StreamDefinition): string[] {
  if (replication.method === 'FULL_TABLE') return [];
  const { by } = replication;
  if (by.kind === 'windows') return [by.start, by.end];
  if (by.kind === 'newest-first') return [];
  return by.ask.kind === 'bounds' ? ['start', 'end', by.ask.resolution] : ['period', 'steps'];
}
