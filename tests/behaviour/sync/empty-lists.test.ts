import { describe, expect, it } from 'vitest';
import type { FaultAction } from '../../support/emulator/faults.ts';
import { NOW } from '../../support/harness/emulator-for.ts';
import { startMadeUpApi } from '../../support/harness/made-up-api.ts';

const MEMBERS = '/v1/segments/{segment_id}/membership';
const VERSIONS = { TAP_CUSTOMERIO_EMIT_ACTIVATE_VERSION_MESSAGES: 'true' };

/** An API with two segments, of which the first is empty, and the second has three members on two pages. */
async function startSegments(rest: object) {
  const api = await startMadeUpApi('segments', 'segment_membership');
  api.serve('/v1/segments', () => ({
    segments: [3, 4].map((id) => ({ id, name: 'Trial users', state: 'finished' })),
  }));
  api.serve(MEMBERS, ({ path, query }) => {
    if (path.includes('/3/')) return { segment_id: 3, ids: null, identifiers: null, next: '' };
    const members = ['c1', 'c2', 'c3'].map((cio_id) => ({ cio_id, id: null }));
    if (query['start'] === undefined) return { segment_id: 4, identifiers: members, next: 'MTox' };
    return rest;
  });
  return api;
}

describe('a list that is null', () => {
  it.each([
    ['alone', { segment_id: 4, ids: null, identifiers: null, next: '' }],
    ['with no next', { identifiers: null }],
  ])(
    'is an empty list on a first page and on a later one, %s, and ACTIVATE_VERSION follows',
    async (_, rest) => {
      const { runAt } = await startSegments(rest);
      const { code, messages, stderr } = await runAt(NOW, { settings: VERSIONS });
      expect([code, stderr.match(/^(ERROR|WARNING|CRITICAL) .*/gm)]).toEqual([0, null]);
      const written = messages.flatMap((message) => {
        if (!('stream' in message) || message.stream !== 'segment_membership') return [];
        if (message.type === 'RECORD') return `${message.record['segment_id']}/${message.record['cio_id']}`;
        return message.type === 'ACTIVATE_VERSION' ? message.type : [];
      });
      expect(written).toEqual(['4/c1', '4/c2', '4/c3', 'ACTIVATE_VERSION']);
    },
  );

  it('is an empty list in --test as well', async () => {
    const { runAt } = await startSegments({});
    const { code, stderr } = await runAt(NOW, { argv: ['--test'] });
    expect(code).toBe(0);
    expect(stderr).toContain('INFO segment_membership: can be read, 0 records on the first page; about');
  });

  it('is an empty list of collections, too', async () => {
    const { runAt, serve } = await startMadeUpApi('collections');
    serve('/v1/collections', () => ({ collections: null }));
    const { code, stderr, messages } = await runAt(NOW, { settings: VERSIONS });
    expect([code, stderr.match(/^(ERROR|WARNING) .*/gm)]).toEqual([0, null]);
    const collections = messages.filter((message) => 'stream' in message && message.stream === 'collections');
    expect(collections.map(({ type }) => type)).toEqual(['SCHEMA', 'ACTIVATE_VERSION']);
  });
});

describe('an answer without a body, or through a proxy that changes it', () => {
  it.each<[number, string, { names: string[]; requests: number }]>([
    // An empty list is asked for twice before rows are deleted for it.
    [204, '', { names: [], requests: 2 }],
    [203, '{"snippets":[{"name":"footer"}]}', { names: ['footer'], requests: 1 }],
  ])('with status %d is a good one', async (status, body, { names, requests }) => {
    const { emulator, runAt } = await startMadeUpApi('snippets');
    const action: FaultAction = { kind: 'status', status, body };
    emulator.faults.add({ match: { template: '/v1/snippets' }, times: requests, action });
    const { code, messages, asked } = await runAt(NOW, { settings: VERSIONS });
    const records = messages.flatMap((message) => (message.type === 'RECORD' ? message.record['name'] : []));
    expect({ code, records, requests: asked('/v1/snippets').length }).toEqual({
      code: 0,
      records: names,
      requests,
    });
    expect(messages.some(({ type }) => type === 'ACTIVATE_VERSION')).toBe(true);
  });
});
