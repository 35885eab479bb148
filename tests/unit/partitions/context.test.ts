import { describe, expect, it } from 'vitest';
import {
  type Context,
  fillBody,
  ROOT_CONTEXT,
  sortContexts,
  toContext,
  toLookups,
} from '../../../src/partitions/context.ts';
import { rootContexts } from '../../../src/partitions/root-contexts.ts';

const contextOf = (...key: unknown[]): Context => ({ params: {}, columns: {}, key });

describe('the context that a record makes', () => {
  const keys = { campaign_id: 'campaign_id', action_id: 'id' };

  it('has the columns of the record, or of what it was read for', () => {
    const parent = { ...ROOT_CONTEXT, columns: { campaign_id: 7 } };
    expect(toContext(keys, { id: 'a', campaign_id: 8 }, parent)).toEqual({
      params: { campaign_id: '7', action_id: 'a' },
      columns: { campaign_id: 7, action_id: 'a' },
      key: [7, 'a'],
    });
    expect(toContext(keys, { id: 'a', campaign_id: 8 }, ROOT_CONTEXT)?.key).toEqual([8, 'a']);
  });

  it('is none where a key is missing', () => {
    expect(toContext(keys, { id: 'a', campaign_id: null }, ROOT_CONTEXT)).toBeUndefined();
  });
});

describe('lookups', () => {
  it('ask for several keys together, each once, in the order of their texts', () => {
    const records = ['c', 'a', 'e', 'b', 'a', 'd'].map((id) => ({ id }));
    expect(toLookups('id', 2, records)).toEqual({
      contexts: [
        { params: {}, columns: {}, key: ['a'], keys: ['a', 'b'] },
        { params: {}, columns: {}, key: ['c'], keys: ['c', 'd'] },
        { params: {}, columns: {}, key: ['e'], keys: ['e'] },
      ],
      lacking: 0,
    });
  });

  it('of exactly as many keys as fit are one', () => {
    expect(toLookups('id', 2, [{ id: 1 }, { id: 2 }]).contexts).toHaveLength(1);
  });

  it('count the records that lack the key', () => {
    expect(toLookups('id', 2, [{ id: 'a' }, { id: null }, {}])).toMatchObject({
      contexts: [{ keys: ['a'] }],
      lacking: 2,
    });
  });
});

describe('a stream without a parent', () => {
  const none = (): readonly string[] => [];

  it('is read once, or once for each combination of its values', () => {
    expect(rootContexts({}, none)).toEqual([ROOT_CONTEXT]);
    const columns = { domain: 'esp_domains', type: ['bounces', 'blocks'] } as const;
    const contexts = rootContexts({ partitionBy: { kind: 'values', columns } }, (setting) => [
      `${setting} 1`,
      `${setting} 2`,
    ]);
    expect(contexts.map(({ key }) => key)).toEqual([
      ['esp_domains 1', 'bounces'],
      ['esp_domains 1', 'blocks'],
      ['esp_domains 2', 'bounces'],
      ['esp_domains 2', 'blocks'],
    ]);
    const given = { domain: 'esp_domains 1', type: 'bounces' };
    expect(contexts[0]).toEqual({ params: given, columns: given, key: Object.values(given) });
  });

  it('is read for nothing where the setting lists nothing', () => {
    const columns = { domain: 'esp_domains' } as const;
    expect(rootContexts({ partitionBy: { kind: 'values', columns } }, none)).toEqual([]);
  });
});

describe('a body', () => {
  const context = { params: { name: 'seven', id: '7' }, keys: ['a', 'b'] };

  it('is filled with texts, numbers and the keys of a batch, at any depth', () => {
    const body = {
      filter: [{ name: '{name}', id: '{id:number}', text: '{id}' }],
      keys: '{keys}',
      limit: 5,
      not: null,
    };
    expect(fillBody(body, context)).toEqual({
      filter: [{ name: 'seven', id: 7, text: '7' }],
      keys: ['a', 'b'],
      limit: 5,
      not: null,
    });
    expect(fillBody('{keys}', { params: {} })).toEqual([]);
  });

  it.each(['{other}', 'x{id}', '{id}x', '{}', '{id:text}'])('keeps the text %s', (text) => {
    expect(fillBody(text, context)).toBe(text);
  });
});

it('contexts are sorted by their keys, and come once, in their last form', () => {
  const again = { ...contextOf(9), columns: { again: true } };
  const sorted = sortContexts([contextOf(10), contextOf('9'), contextOf(2), again]);
  expect(sorted).toEqual([contextOf(2), again, contextOf(10)]);
});
