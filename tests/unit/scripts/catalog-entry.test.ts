import { describe, expect, it } from 'vitest';
import { toCatalogEntry } from '../../../scripts/generate/catalog-entry.ts';
import { INCREMENTAL, SCHEMA } from '../singer/one-stream.ts';

const FULL_TABLE = { name: 'campaigns', schema: SCHEMA, primaryKey: ['id'], isDefault: false };

describe('toCatalogEntry', () => {
  it('describes an incremental stream at the top level and in its metadata', () => {
    const entry = toCatalogEntry(INCREMENTAL);
    expect(entry).toMatchObject({
      tap_stream_id: 'messages',
      stream: 'messages',
      schema: SCHEMA,
      key_properties: ['id'],
      replication_method: 'INCREMENTAL',
      replication_key: 'created',
    });
    expect(entry.metadata[0]).toEqual({
      breadcrumb: [],
      metadata: {
        inclusion: 'available',
        selected: true,
        'selected-by-default': true,
        'table-key-properties': ['id'],
        'valid-replication-keys': ['created'],
        'forced-replication-method': 'INCREMENTAL',
        'replication-key': 'created',
        'schema-name': 'messages',
      },
    });
  });

  it('names no replication key for a FULL_TABLE stream', () => {
    const entry = toCatalogEntry(FULL_TABLE);
    expect(entry).toMatchObject({ replication_method: 'FULL_TABLE' });
    expect(entry).not.toHaveProperty('replication_key');
    expect(entry.metadata[0]?.metadata).not.toHaveProperty('replication-key');
    expect(entry.metadata[0]?.metadata).toMatchObject({
      'valid-replication-keys': [],
      'forced-replication-method': 'FULL_TABLE',
    });
  });

  it('selects only what is a default', () => {
    const selection = (entry: typeof FULL_TABLE) => toCatalogEntry(entry).metadata[0]?.metadata;
    expect(selection(INCREMENTAL)).toMatchObject({ selected: true, 'selected-by-default': true });
    expect(selection(FULL_TABLE)).toMatchObject({ selected: false, 'selected-by-default': false });
  });

  it('describes every property, nested ones too, but none inside a list', () => {
    const breadcrumbs = toCatalogEntry(INCREMENTAL).metadata.map(({ breadcrumb }) => breadcrumb.join('.'));
    expect(breadcrumbs).toEqual([
      '',
      'properties.id',
      'properties.created',
      'properties.metrics',
      'properties.metrics.properties.id',
      'properties.actions',
    ]);
  });

  it.each([
    [
      'an incremental stream its primary and its replication key',
      INCREMENTAL,
      ['properties.id', 'properties.created'],
    ],
    ['a FULL_TABLE stream its primary key', FULL_TABLE, ['properties.id']],
    ['a key that is an object itself', { ...FULL_TABLE, primaryKey: ['metrics'] }, ['properties.metrics']],
  ])('makes automatic of %s, and no nested property', (_, stream, automatic) => {
    const { metadata } = toCatalogEntry(stream);
    const found = metadata.filter((entry) => entry.metadata['inclusion'] === 'automatic');
    expect(found.map(({ breadcrumb }) => breadcrumb.join('.'))).toEqual(automatic);
  });
});
