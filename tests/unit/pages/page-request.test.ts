import { describe, expect, it } from 'vitest';
import type { Ask, Request } from '../../../src/api.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import { newListKnowledge } from '../../../src/pages/list-knowledge.ts';
import {
  isAnswer,
  type ListRequest,
  prepareRequests,
  type RawPage,
  requestPage,
} from '../../../src/pages/page-request.ts';
import type { Partition } from '../../../src/pages/partition.ts';
import { type FailureKind, RequestError } from '../../../src/request-error.ts';
import { ShapeError } from '../../../src/shape-error.ts';
import { TapError } from '../../../src/tap-error.ts';

const LIST = {
  path: '/v1/rows',
  rows: { kind: 'list', at: 'rows' },
  pagination: { kind: 'cursor', limit: 10 },
} as const;

const SERIES_LIST = {
  path: '/v1/metrics',
  rows: { kind: 'series', at: 'series' },
  pagination: { kind: 'none' },
} as const;

const partitionOf = (more: Partial<Partition> = {}): Partition => ({
  key: [],
  params: {},
  query: {},
  columns: {},
  readsToEnd: false,
  ...more,
});

const failure = (kind: FailureKind, status?: number) =>
  new RequestError({ path: '/v1/rows' }, { kind, ...(status === undefined ? {} : { status }) }, 1);

describe('a request for a page', () => {
  /** All requests for as many pages, one behind the other, and the last page. */
  async function requestsOf(
    list: ListRequest,
    partition: Partition,
    bodies: readonly unknown[],
  ): Promise<{ requests: Request[]; pages: RawPage[] }> {
    const requests: Request[] = [];
    const ask: Ask = async (request) => {
      requests.push(request);
      const body = bodies[requests.length - 1];
      return { next: undefined, apiDate: 7000, sentDate: undefined, json: async () => body };
    };
    const prepared = prepareRequests(list, partition, { ask, overlap: 0, known: newListKnowledge() });
    const pages: RawPage[] = [];
    for (const _ of bodies) pages.push(await requestPage(prepared, pages.at(-1)?.next).page());
    return { requests, pages };
  }

  it('has what the list and the partition ask for, the size, and the cursor', async () => {
    const list = { ...LIST, query: { state: 'all' } };
    const partition = partitionOf({ params: { id: '7' }, query: { from: '1' }, body: { ids: ['a'] } });
    const { requests, pages } = await requestsOf(list, partition, [
      { rows: [], next: 'b' },
      { rows: [{ id: 1 }] },
    ]);
    const usual = { path: '/v1/rows', params: { id: '7' }, body: { ids: ['a'] } };
    const query = { state: 'all', from: '1', limit: '10' };
    expect(requests).toEqual([
      { ...usual, query },
      { ...usual, query: { ...query, start: 'b' } },
    ]);
    expect(pages).toEqual([
      { records: [], cursor: undefined, next: 'b', apiDate: 7000, limit: 10 },
      { records: [{ id: 1 }], cursor: 'b', next: undefined, apiDate: 7000, limit: 10 },
    ]);
  });

  it('has nothing else', async () => {
    const list = { ...LIST, pagination: { kind: 'none' } } as const;
    const { requests, pages } = await requestsOf(list, partitionOf(), [{ rows: [] }]);
    expect(requests).toEqual([{ path: '/v1/rows', params: {}, query: {} }]);
    expect(Object.keys(requests[0] ?? {})).toEqual(['path', 'params', 'query']);
    expect(Object.keys(requests[0]?.query ?? {})).toEqual([]);
    expect(pages[0]?.limit).toBeUndefined();
  });

  it('says nothing of a size that cannot be chosen, however many pages come', async () => {
    const list = { ...LIST, pagination: { kind: 'cursor', fixedLimit: 50 } } as const;
    const bodies = Array.from({ length: 45 }, (_, index) => ({ rows: [], next: `${index}` }));
    const { requests } = await requestsOf(list, partitionOf(), bodies);
    expect(requests.filter(({ query }) => 'limit' in query)).toEqual([]);
  });

  it('gives the records in the columns of the stream, counted over the pages', async () => {
    const list = {
      path: '/v1/errors',
      rows: { kind: 'texts', at: 'errors', column: 'error', position: 'position' },
      pagination: { kind: 'cursor', limit: 10 },
      reshape: ({ error, ...others }: JsonObject) => ({ ...others, text: error }),
    } as const;
    const bodies = [{ errors: ['a', 'b'], next: 'n' }, { errors: ['c'] }];
    const { pages } = await requestsOf(list, partitionOf(), bodies);
    expect(pages.flatMap(({ records }) => records)).toEqual([
      { position: 0, text: 'a' },
      { position: 1, text: 'b' },
      { position: 2, text: 'c' },
    ]);
  });

  it('fails as its answer says, where that is no list', async () => {
    await expect(requestsOf(LIST, partitionOf(), [{}])).rejects.toThrow(ShapeError);
  });
});

describe('a page that keeps failing', () => {
  it.each<[string, ListRequest['pagination'], readonly (string | undefined)[]]>([
    ['is asked for in half its size, down to ten', { kind: 'offset', limit: 40 }, ['40', '20', '10']],
    ['keeps its size where that decides what a number means', { kind: 'page', limit: 40 }, ['40']],
    ['keeps its size where there is none to choose', { kind: 'cursor', fixedLimit: 40 }, [undefined]],
  ])('%s', async (_, pagination, expected) => {
    const sizes: (string | undefined)[] = [];
    const error = failure('status', 504);
    const ask: Ask = async ({ query }) => {
      sizes.push(query['limit']);
      throw error;
    };
    const options = { ask, overlap: 0, known: newListKnowledge() };
    const requests = prepareRequests({ ...LIST, pagination }, partitionOf(), options);
    await expect(requestPage(requests, undefined).page()).rejects.toThrow(error);
    expect(sizes).toEqual(expected);
  });
});

describe('a span that can be divided', () => {
  /** The most attempts of each request for a page that always fails. */
  async function attemptsOf(error: RequestError, hasBeenDivided: boolean, isDivisible = true) {
    const attempts: (number | undefined)[] = [];
    const ask: Ask = async ({ mostAttempts }: Request) => {
      attempts.push(mostAttempts);
      throw error;
    };
    const known = { ...newListKnowledge(), hasBeenDivided };
    const requests = prepareRequests(LIST, partitionOf({ isDivisible }), { ask, overlap: 0, known });
    await expect(requestPage(requests, undefined).page()).rejects.toThrow(error);
    return attempts;
  }

  it('is given all patience in its smallest page, until one has been divided; then few attempts', async () => {
    expect(await attemptsOf(failure('status', 504), false)).toEqual([undefined]);
    expect(await attemptsOf(failure('status', 504), true)).toEqual([3]);
    expect(await attemptsOf(failure('status', 504), true, false)).toEqual([undefined]);
  });

  it('is given all patience where less of it would not help', async () => {
    expect(await attemptsOf(failure('network'), true)).toEqual([3, undefined]);
  });
});

describe('periods that are counted back', () => {
  const at = (text: string) => Date.parse(text);
  const series = {
    kind: 'steps',
    resolution: 'days',
    from: at('2026-01-29T05:00:00Z') / 1000,
    most: 45,
    now: at('2026-01-31T12:00:00Z') / 1000,
  } as const;

  /** The steps of each request for series, one after the other, whose answers all have this date. */
  async function stepsOf(
    apiDate: number | undefined,
    times = 1,
    sentDate: number | 'unknown' = apiDate ?? 'unknown',
  ) {
    const steps: (string | undefined)[] = [];
    const ask: Ask = async ({ query }) => {
      steps.push(query['steps']);
      return {
        next: undefined,
        apiDate,
        sentDate: sentDate === 'unknown' ? undefined : sentDate,
        json: async () => ({ series: { sent: [1] } }),
      };
    };
    const known = newListKnowledge();
    const partition = partitionOf({ query: { steps: '3' }, series });
    for (let count = 0; count < times; count += 1) {
      const requests = prepareRequests(SERIES_LIST, partition, { ask, overlap: 0, known });
      await requestPage(requests, undefined).page();
    }
    return steps;
  }

  it('are asked for once where they reach back far enough, or nothing tells', async () => {
    expect(await stepsOf(at('2026-01-31T12:00:00Z'))).toEqual(['3']);
    expect(await stepsOf(at('2026-01-30T12:00:00Z'))).toEqual(['3']);
    expect(await stepsOf(undefined)).toEqual(['3']);
  });

  it('are asked for again with more of them where a day has ended; from then on at once', async () => {
    expect(await stepsOf(at('2026-02-01T05:00:00Z'), 3)).toEqual(['3', '4', '4', '4']);
  });

  it('are asked for again where a day has ended before the answer came, in Eastern time', async () => {
    const sent = at('2026-01-31T04:59:59Z');
    expect(await stepsOf(at('2026-01-31T05:00:00Z'), 1, sent)).toEqual(['3', '3']);
    expect(await stepsOf(at('2026-01-31T04:59:59Z'), 1, sent)).toEqual(['3']);
    expect(await stepsOf(undefined, 1, sent)).toEqual(['3']);
    expect(await stepsOf(at('2026-01-31T05:00:00Z'), 1, 'unknown')).toEqual(['3']);
    expect(await stepsOf(at('2026-01-31T05:00:00Z'), 1, at('2026-01-31T05:00:00Z'))).toEqual(['3']);
  });

  it('are no more than the API has', async () => {
    expect(await stepsOf(at('2026-02-09T12:00:00Z'))).toEqual(['3', '12']);
    const steps = await stepsOf(at('2026-05-09T12:00:00Z'));
    expect(steps).toEqual(['3', '45']);
  });
});

it('an answer of the API is one that failed, or has another form; all else ends the run', () => {
  const errors = [failure('network'), new ShapeError('GET /v1/x', 'x'), new TapError('x'), undefined];
  expect(errors.map(isAnswer)).toEqual([true, true, false, false]);
});
