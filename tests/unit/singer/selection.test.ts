import { describe, expect, it } from 'vitest';
import { toCatalogEntry } from '../../../scripts/generate/catalog-entry.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { compileConform } from '../../../src/records/conform.ts';
import type { CatalogEntry, MetadataEntry } from '../../../src/singer/catalog.ts';
import { isFullTableAsked, isStreamSelected, selectedSchema } from '../../../src/singer/selection.ts';

const TEXT: Schema = { type: ['string', 'null'] };

const SCHEMA: Schema = {
  type: 'object',
  properties: {
    id: TEXT,
    name: TEXT,
    object: {
      type: ['object', 'null'],
      properties: {
        a: TEXT,
        b: TEXT,
        deeper: { type: ['object', 'null'], properties: { c: TEXT, d: TEXT } },
      },
    },
  },
};

function entryOf(metadata: readonly MetadataEntry[], schema: Schema = SCHEMA): CatalogEntry {
  return { tap_stream_id: 's', stream: 's', schema, key_properties: ['id'], metadata };
}

/** Metadata of the stream itself, or of the property at a path such as `object.a`. */
function at(path: string, metadata: JsonObject): MetadataEntry {
  return { breadcrumb: path === '' ? [] : path.split('.').flatMap((name) => ['properties', name]), metadata };
}

/** The paths of a schema's properties. */
function pathsOf({ properties = {} }: Schema, above = ''): string[] {
  return Object.entries(properties).flatMap(([name, property]) => [
    above + name,
    ...pathsOf(property, `${above}${name}.`),
  ]);
}

/** The paths of a record's fields. */
function fieldsOf(record: unknown, above = ''): string[] {
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([name, value]) => [
    above + name,
    ...fieldsOf(value, `${above}${name}.`),
  ]);
}

const ALL = pathsOf(SCHEMA);
const FULL_RECORD = { id: '1', name: 'n', object: { a: 'a', b: 'b', deeper: { c: 'c', d: 'd' } } };

describe('isStreamSelected', () => {
  it.each<[string, readonly MetadataEntry[], boolean]>([
    ['without any metadata is', [], true],
    ['with selected true is', [at('', { selected: true })], true],
    ['with selected false is not', [at('', { selected: false })], false],
    ['with "true" is', [at('', { selected: 'true' })], true],
    ['with "True" is', [at('', { selected: 'True' })], true],
    ['with "false" is not', [at('', { selected: 'false' })], false],
    ['with "no" is not', [at('', { selected: 'no', 'selected-by-default': true })], false],
    ['with 0 is not', [at('', { selected: 0, 'selected-by-default': true })], false],
    ['by default is', [at('', { 'selected-by-default': true })], true],
    ['by default, in text, is', [at('', { 'selected-by-default': 'true' })], true],
    ['not by default is not', [at('', { 'selected-by-default': false })], false],
    ['by default but not selected is not', [at('', { 'selected-by-default': true, selected: false })], false],
    ['not by default but selected is', [at('', { 'selected-by-default': false, selected: true })], true],
    [
      'with selected null follows the default',
      [at('', { 'selected-by-default': true, selected: null })],
      true,
    ],
    ['with a selected that is no boolean follows the default', [at('', { selected: 'maybe' })], false],
    ['whose metadata say nothing of it is not', [at('', { inclusion: 'available' })], false],
    ['whose only metadata are those of properties is not', [at('id', { selected: true })], false],
    [
      'that is unsupported is not, though selected',
      [at('', { inclusion: 'unsupported', selected: true })],
      false,
    ],
    [
      'that is automatic is, though not selected',
      [at('', { inclusion: 'automatic', selected: false })],
      true,
    ],
  ])('a stream %s', (_, metadata, expected) => {
    expect(isStreamSelected(entryOf(metadata))).toBe(expected);
  });

  it.each<[string, unknown, readonly MetadataEntry[], boolean]>([
    ['true without metadata', true, [], true],
    ['false without metadata', false, [], false],
    ['"false" without metadata', 'false', [], false],
    ['true where the metadata say nothing of the stream', true, [at('', { inclusion: 'available' })], true],
    ['true where only properties have metadata', true, [at('id', {})], true],
    ['false against a selected of the metadata', false, [at('', { selected: true })], true],
    ['true against a deselected of the metadata', true, [at('', { selected: false })], false],
    ['false against the default', false, [at('', { 'selected-by-default': true })], false],
  ])('reads the legacy schema.selected: %s', (_, selected, metadata, expected) => {
    expect(isStreamSelected(entryOf(metadata, { ...SCHEMA, selected }))).toBe(expected);
  });

  it.each([true, false])('holds for a stream that discovery writes as a default: %s', (isDefault) => {
    const entry = toCatalogEntry({ name: 's', schema: SCHEMA, primaryKey: ['id'], isDefault });
    expect(isStreamSelected(entry)).toBe(isDefault);
  });
});

/** The truth table: what the metadata say, and the paths that are left out. */
const TABLE: [string, MetadataEntry[], string[]][] = [
  ['without metadata are all selected', [], []],
  ['with selected true are selected', [at('name', { selected: true })], []],
  ['with selected false are not', [at('name', { selected: false })], ['name']],
  ['with "false" are not', [at('name', { selected: 'false' })], ['name']],
  ['with "False" are not', [at('name', { selected: 'False' })], ['name']],
  ['with "true" are', [at('name', { selected: 'true', 'selected-by-default': false })], []],
  ['not selected by default are not', [at('name', { 'selected-by-default': false })], ['name']],
  [
    'not selected by default but selected are',
    [at('name', { 'selected-by-default': false, selected: true })],
    [],
  ],
  [
    'selected by default but deselected are not',
    [at('name', { 'selected-by-default': true, selected: false })],
    ['name'],
  ],
  [
    'with selected null follow the default',
    [at('name', { selected: null, 'selected-by-default': false })],
    ['name'],
  ],
  ['that are only available follow their parent', [at('name', { inclusion: 'available' })], []],
  [
    'that are unsupported are not, though selected',
    [at('name', { inclusion: 'unsupported', selected: true })],
    ['name'],
  ],
  [
    'that are automatic are, though deselected',
    [at('name', { inclusion: 'automatic', selected: false })],
    [],
  ],
  [
    'that are keys are, whatever the catalog says',
    [at('id', { inclusion: 'unsupported', selected: false })],
    [],
  ],
  [
    'below a deselected object are not',
    [at('object', { selected: false })],
    ['object', 'object.a', 'object.b', 'object.deeper', 'object.deeper.c', 'object.deeper.d'],
  ],
  [
    'below a deselected object are not, though selected or automatic',
    [
      at('object', { selected: false }),
      at('object.a', { selected: true }),
      at('object.b', { inclusion: 'automatic' }),
    ],
    ['object', 'object.a', 'object.b', 'object.deeper', 'object.deeper.c', 'object.deeper.d'],
  ],
  ['can be deselected one by one', [at('object.a', { selected: false })], ['object.a']],
  ['can be deselected two levels down', [at('object.deeper.d', { selected: 'false' })], ['object.deeper.d']],
  [
    'can be deselected with all below them',
    [at('object.deeper', { selected: false })],
    ['object.deeper', 'object.deeper.c', 'object.deeper.d'],
  ],
];

describe('properties', () => {
  it.each(TABLE)('%s: in SCHEMA', (_, metadata, leftOut) => {
    const schema = selectedSchema(entryOf(metadata), ['id']);
    expect(pathsOf(schema)).toEqual(ALL.filter((path) => !leftOut.includes(path)));
  });

  it.each(TABLE)('%s: in RECORD as in SCHEMA, without a fault', (_, metadata) => {
    const schema = selectedSchema(entryOf(metadata), ['id']);
    const faults: string[] = [];
    const onFault = (kind: string, field: string) => void faults.push(`${field}: ${kind}`);
    const text = compileConform({ selected: schema, known: SCHEMA, keys: ['id'], onFault })(FULL_RECORD);
    expect(fieldsOf(JSON.parse(text ?? ''))).toEqual(pathsOf(schema));
    expect(faults).toEqual([]);
  });
});

describe('selectedSchema', () => {
  it('keeps no nested property for having the name of a key', () => {
    const schema: Schema = { properties: { id: TEXT, object: { properties: { id: TEXT } } } };
    const metadata = [at('object.id', { selected: false })];
    expect(pathsOf(selectedSchema(entryOf(metadata, schema), ['id']))).toEqual(['id', 'object']);
  });

  it('leaves what is deselected out of required too', () => {
    const schema = { ...SCHEMA, required: ['id', 'name'] };
    expect(selectedSchema(entryOf([at('name', { selected: false })], schema), ['id'])['required']).toEqual([
      'id',
    ]);
  });

  it('adds no required where there is none', () => {
    expect(selectedSchema(entryOf([]), ['id'])).not.toHaveProperty('required');
  });

  it('takes the schema from the catalog, edited as it is', () => {
    const schema: Schema = { ...SCHEMA, properties: { id: { type: 'integer' }, extra: { type: 'string' } } };
    expect(selectedSchema(entryOf([], schema), ['id'])).toEqual(schema);
  });

  it('leaves the legacy selected out of SCHEMA', () => {
    expect(selectedSchema(entryOf([], { ...SCHEMA, selected: true }), ['id'])).toEqual(SCHEMA);
  });

  it('keeps a free-form object free-form', () => {
    const schema: Schema = { properties: { data: { type: ['object', 'null'] } } };
    expect(selectedSchema(entryOf([], schema), [])).toEqual(schema);
  });

  it('leaves the schema of the catalog as it is', () => {
    const entry = entryOf([at('object.a', { selected: false })]);
    selectedSchema(entry, ['id']);
    expect(pathsOf(entry.schema)).toEqual(ALL);
  });
});

describe('isFullTableAsked', () => {
  it.each<[string, Partial<CatalogEntry>, boolean]>([
    ['nothing', {}, false],
    ['INCREMENTAL at the top level', { replication_method: 'INCREMENTAL' }, false],
    ['FULL_TABLE at the top level', { replication_method: 'FULL_TABLE' }, true],
    ['FULL_TABLE in the metadata', { metadata: [at('', { 'replication-method': 'FULL_TABLE' })] }, true],
    [
      'FULL_TABLE in the metadata over what discovery wrote at the top level',
      { replication_method: 'INCREMENTAL', metadata: [at('', { 'replication-method': 'FULL_TABLE' })] },
      true,
    ],
    ['INCREMENTAL in the metadata', { metadata: [at('', { 'replication-method': 'INCREMENTAL' })] }, false],
    [
      'FULL_TABLE in the metadata of a property',
      { metadata: [at('id', { 'replication-method': 'FULL_TABLE' })] },
      false,
    ],
    [
      'FULL_TABLE as what is forced',
      { metadata: [at('', { 'forced-replication-method': 'FULL_TABLE' })] },
      false,
    ],
  ])('of %s', (_, changes, expected) => {
    expect(isFullTableAsked({ ...entryOf([]), ...changes })).toBe(expected);
  });
});
