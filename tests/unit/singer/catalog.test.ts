import { describe, expect, it } from 'vitest';
import { toCatalogEntry } from '../../../scripts/generate/catalog-entry.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import { parseCatalog } from '../../../src/singer/catalog.ts';
import { TapError } from '../../../src/tap-error.ts';
import { INCREMENTAL, SCHEMA } from './one-stream.ts';

/** A catalog of one stream, with something changed. */
function parseOne(changes: JsonObject) {
  const entry = { tap_stream_id: 'campaigns', stream: 'campaigns', schema: SCHEMA, metadata: [], ...changes };
  return parseCatalog({ streams: [entry] }).streams[0];
}

describe('parseCatalog', () => {
  it('reads back what discovery writes, save the keys that a sync takes from the table', () => {
    const entry = toCatalogEntry(INCREMENTAL);
    const printed: unknown = JSON.parse(JSON.stringify({ streams: [entry] }));
    expect(parseCatalog(printed as JsonObject)).toEqual({ streams: [entry] });
  });

  it('takes a stream that only has a stream name', () => {
    expect(parseOne({ tap_stream_id: undefined })?.tap_stream_id).toBe('campaigns');
  });

  it('takes tap_stream_id for the name where both are given: it is what the tap knows', () => {
    expect(parseOne({ stream: 'renamed' })).toMatchObject({
      tap_stream_id: 'campaigns',
      stream: 'campaigns',
    });
  });

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['null', null],
  ])('takes metadata that is %s as none', (_, metadata) => {
    expect(parseOne({ metadata })?.metadata).toEqual([]);
  });

  it.each<[string, unknown, string | undefined]>([
    ['FULL_TABLE', 'FULL_TABLE', 'FULL_TABLE'],
    ['INCREMENTAL', 'INCREMENTAL', 'INCREMENTAL'],
    ['LOG_BASED, which no API has', 'LOG_BASED', 'LOG_BASED'],
    ['as a number', 1, undefined],
    ['null', null, undefined],
  ])('reads the replication method %s', (_, method, expected) => {
    expect(parseOne({ replication_method: method })?.replication_method).toBe(expected);
  });

  it.each<[string, JsonObject, string]>([
    ['has no streams', {}, 'catalog: "streams" must be a list; write one with --discover'],
    ['has streams by name', { streams: {} }, 'catalog: "streams" must be a list; write one with --discover'],
    [
      'has a selection that is neither yes nor no',
      {
        streams: [
          {
            stream: 'campaigns',
            schema: {},
            metadata: [{ breadcrumb: [], metadata: { selected: 'maybe' } }],
          },
        ],
      },
      'catalog: metadata[0] of stream campaigns: selected must be true or false; compare with the output of --discover',
    ],
    [
      'has a stream that is a text',
      { streams: ['campaigns'] },
      'catalog: streams[0] must be an object; compare with the output of --discover',
    ],
    [
      'has a stream without a name',
      { streams: [{ schema: {} }] },
      'catalog: streams[0] has no tap_stream_id; compare with the output of --discover',
    ],
    [
      'has a stream whose name is a number',
      { streams: [{ tap_stream_id: 1, schema: {} }] },
      'catalog: streams[0] has no tap_stream_id; compare with the output of --discover',
    ],
    [
      'has a stream without a schema',
      { streams: [{ tap_stream_id: 'a' }] },
      'catalog: the schema of stream a is missing or no JSON Schema; compare with the output of --discover',
    ],
    [
      'has a schema that is none',
      { streams: [{ tap_stream_id: 'a', schema: { properties: [] } }] },
      'catalog: the schema of stream a is missing or no JSON Schema; compare with the output of --discover',
    ],
    [
      'has metadata by breadcrumb',
      { streams: [{ tap_stream_id: 'a', schema: {}, metadata: {} }] },
      'catalog: the metadata of stream a must be a list; compare with the output of --discover',
    ],
  ])('says what is wrong when the catalog %s', (_, value, message) => {
    expect(() => parseCatalog(value)).toThrow(new TapError(message));
  });
});
