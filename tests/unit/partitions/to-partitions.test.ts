import { describe, expect, it } from 'vitest';
import { type Context, ROOT_CONTEXT } from '../../../src/partitions/context.ts';
import { keyLengths } from '../../../src/partitions/key-lengths.ts';
import { toPartitions } from '../../../src/partitions/to-partitions.ts';
import { type PartitionBy, toDefinition } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

const CONTEXT: Context = { params: { id: '7' }, columns: { segment_id: 7 }, key: [7] };
const BATCH: PartitionBy = { kind: 'batch', stream: 'people', key: 'cio_id', size: 2 };

describe('the partitions of a context', () => {
  it('are one for each variant, with what it asks for', () => {
    const variants = [{}, { query: { state: 'draft' } }, { post: { id: '{id:number}' } }];
    const usual = { params: { id: '7' }, columns: { segment_id: 7 }, readsToEnd: true };
    expect(toPartitions({}, variants, CONTEXT, undefined)).toEqual([
      { ...usual, key: [7, 0], query: {} },
      { ...usual, key: [7, 1], query: { state: 'draft' } },
      { ...usual, key: [7, 2], query: {}, body: { id: 7 } },
    ]);
  });

  it('send the body of the stream, unless a variant has its own, with the segment of people', () => {
    const post = { segment: '{people_segment_id:number}', of: '{id}' };
    const bodies = (peopleSegmentId: number | undefined, variants: Parameters<typeof toPartitions>[1]) =>
      toPartitions({ post }, variants, CONTEXT, peopleSegmentId).map(({ body }) => body);
    expect(bodies(4, [{}, { post: 'its own' }])).toEqual([{ segment: 4, of: '7' }, 'its own']);
    expect(bodies(undefined, [{}])).toEqual([{ segment: '{people_segment_id:number}', of: '7' }]);
  });

  it('of a batch look its keys up, and can be asked for with some of them', () => {
    const definition = { post: { ids: '{keys}' }, partitionBy: BATCH };
    const context = { ...ROOT_CONTEXT, key: ['a'], keys: ['a', 'b'] };
    const [{ body, lookup } = { body: 0, lookup: undefined }] = toPartitions(definition, [{}], context, 4);
    expect([body, lookup?.ids, lookup?.idOf({ cio_id: 90 })]).toEqual([
      { ids: ['a', 'b'] },
      ['a', 'b'],
      '90',
    ]);
    expect(lookup?.of(['b'])).toMatchObject({
      key: ['a', 0],
      body: { ids: ['b'] },
      lookup: { ids: ['b'] },
    });
  });

  it('look nothing up without keys, or where the stream is read for each', () => {
    const each: PartitionBy = { kind: 'each', stream: 'people', keys: { cio_id: 'cio_id' } };
    const lookups = (partitionBy: PartitionBy, context: Context) =>
      toPartitions({ partitionBy }, [{}], context, undefined).map(({ lookup }) => lookup);
    expect(lookups(BATCH, ROOT_CONTEXT)).toEqual([undefined]);
    expect(lookups(each, { ...ROOT_CONTEXT, keys: ['a'] })).toEqual([undefined]);
  });
});

describe('the length of a key', () => {
  it('is that of what a stream is read for, and the variant, which periods do not have', () => {
    const lengthOf = (definition: Parameters<typeof keyLengths>[0]) => keyLengths(definition, undefined);
    expect(lengthOf(definitions.campaigns)).toEqual({ keyLength: 1, parentKeyLength: undefined });
    expect(lengthOf(definitions.segment_membership).keyLength).toBe(2);
    expect(lengthOf(definitions.campaign_metrics).keyLength).toBe(1);
    expect(lengthOf({ ...toDefinition(definitions.campaigns), partitionBy: BATCH }).keyLength).toBe(2);
  });

  it('of the pages of a large parent is its own, or that of the parent', () => {
    expect(keyLengths(definitions.campaigns, 'parent').parentKeyLength).toBe(1);
    expect(keyLengths(definitions.segment_membership, 'parent').parentKeyLength).toBe(2);
    expect(keyLengths(definitions.segment_membership, 'child').parentKeyLength).toBe(1);
    expect(keyLengths(definitions.campaigns, 'child').parentKeyLength).toBe(1);
  });
});
