import { describe, expect, it } from 'vitest';
import {
  activateVersionMessage,
  batchMessage,
  recordMessages,
  schemaMessage,
  stateMessage,
  toTimeExtracted,
} from '../../../src/singer/messages.ts';

const AT = '2026-01-31T12:00:00.000000Z';

describe('schemaMessage', () => {
  const schema = { type: 'object', properties: { id: { type: 'integer' } } };

  it('has stream, schema and keys, and no bookmark properties for a stream without them', () => {
    expect(schemaMessage('campaigns', schema, ['id'])).toBe(
      '{"type":"SCHEMA","stream":"campaigns","schema":{"type":"object","properties":{"id":{"type":"integer"}}},"key_properties":["id"]}',
    );
  });

  it('has the bookmark property of an incremental stream in a list', () => {
    expect(JSON.parse(schemaMessage('messages', schema, ['id'], 'created'))).toHaveProperty(
      'bookmark_properties',
      ['created'],
    );
  });
});

describe('recordMessages', () => {
  it('have stream, record and time, and no version where none follows', () => {
    expect(recordMessages('campaigns', AT)('{"id":1,"name":null}')).toBe(
      `{"type":"RECORD","stream":"campaigns","record":{"id":1,"name":null},"time_extracted":"${AT}"}`,
    );
  });

  it('have the version where ACTIVATE_VERSION will follow', () => {
    expect(JSON.parse(recordMessages('campaigns', AT, 1_769_860_800_000)('{}'))).toHaveProperty(
      'version',
      1_769_860_800_000,
    );
  });
});

describe('activateVersionMessage', () => {
  it('has stream and version', () => {
    expect(activateVersionMessage('campaigns', 5)).toBe(
      '{"type":"ACTIVATE_VERSION","stream":"campaigns","version":5}',
    );
  });
});

describe('batchMessage', () => {
  it('has the shape of singer-sdk', () => {
    expect(batchMessage('people', { format: 'jsonl', compression: 'none' }, ['file:///x.jsonl'])).toBe(
      '{"type":"BATCH","stream":"people","encoding":{"format":"jsonl","compression":"none"},"manifest":["file:///x.jsonl"]}',
    );
  });
});

describe('stateMessage', () => {
  it('has the value', () => {
    expect(stateMessage({ bookmarks: {} })).toBe('{"type":"STATE","value":{"bookmarks":{}}}');
  });

  it('writes a parent key beyond 2^53 digit by digit', () => {
    expect(stateMessage({ bookmarks: { a: { through: [9_007_199_254_740_993n] } } })).toContain(
      '[9007199254740993]',
    );
  });
});

describe('toTimeExtracted', () => {
  it.each([
    [1_769_860_800_000, '2026-01-31T12:00:00.000000Z'],
    [1_769_860_800_123, '2026-01-31T12:00:00.123000Z'],
  ])('writes %d with six digits', (unixMs, text) => {
    expect(toTimeExtracted(unixMs)).toBe(text);
  });
});
