import { describe, expect, it } from 'vitest';
import type { Ask, Request } from '../../../src/api.ts';
import { newListKnowledge } from '../../../src/pages/list-knowledge.ts';
import { prepareRequests, requestPage } from '../../../src/pages/page-request.ts';
import type { Partition } from '../../../src/pages/partition.ts';
import { type FailureKind, RequestError } from '../../../src/request-error.ts';

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
  async function stepsOf(apiDate: number | undefined, times = 1) {
    const steps: (string | undefined)[] = [];
    const ask: Ask = async ({ query }) => {
      steps.push(query['steps']);
      return { next: undefined, apiDate, sentDate: apiDate, json: async () => ({ series: { sent: [1] } }) };
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

  it('are no more than the API has', async () => {
    expect(await stepsOf(at('2026-02-09T12:00:00Z'))).toEqual(['3', '12']);
    const steps = await stepsOf(at('2026-05-09T12:00:00Z'));
    expect(steps).toEqual(['3', '45']);
  });
});
