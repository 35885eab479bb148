import { describe, expect, it } from 'vitest';
import {
  countGoodPage,
  isEmptySampled,
  isLarge,
  newListKnowledge,
  shrinkPages,
} from '../../../src/pages/list-knowledge.ts';

it('nothing is known of a list at first', () => {
  expect(newListKnowledge()).toEqual({
    emptyPartitions: 0,
    hasEmptyDiffered: false,
    limit: undefined,
    goodPages: 0,
    isTrial: false,
    hasBeenDivided: false,
    steps: undefined,
  });
});

describe('of the empty partitions of a list', () => {
  const sampled = (hasEmptyDiffered = false) => {
    const known = { ...newListKnowledge(), hasEmptyDiffered };
    return Array.from({ length: 400 }, (_, index) => (isEmptySampled(known) ? index + 1 : 0)).filter(Boolean);
  };

  it('the first hundred and then each hundredth are asked for twice', () => {
    expect(sampled()).toEqual([...Array.from({ length: 100 }, (_, index) => index + 1), 200, 300, 400]);
  });

  it('all are, once an empty answer has differed', () => {
    expect(sampled(true)).toHaveLength(400);
  });
});

describe('pages that fail', () => {
  const shrunk = (size: number, limit?: number) => {
    const known = { ...newListKnowledge(), limit, goodPages: 7, isTrial: true };
    shrinkPages(known, size);
    return known;
  };

  it('are asked for in half their size, down to ten', () => {
    expect([1000, 25, 15, 10].map((size) => shrunk(size).limit)).toEqual([500, 12, 10, 10]);
    expect([11, 10].map(isLarge)).toEqual([true, false]);
    expect(shrunk(1000)).toMatchObject({ goodPages: 0, isTrial: false });
  });

  it('are never asked for in a larger size than another partition has learned', () => {
    expect(shrunk(1000, 100).limit).toBe(100);
    expect(shrunk(100, 100).limit).toBe(50);
  });
});

describe('pages that come', () => {
  const counted = (pages: number, size: number, largest: number, limit = size) => {
    const known = { ...newListKnowledge(), limit, isTrial: true };
    for (let page = 0; page < pages; page += 1) countGoodPage(known, size, largest);
    return known;
  };

  it('in a row of twenty let twice their size be tried, up to the largest', () => {
    expect(counted(19, 20, 100)).toMatchObject({ limit: 20, goodPages: 19, isTrial: false });
    expect(counted(20, 20, 100)).toMatchObject({ limit: 40, goodPages: 0, isTrial: true });
    expect(counted(20, 60, 100)).toMatchObject({ limit: 100, isTrial: true });
    expect(counted(20, 100, 100)).toMatchObject({ limit: 100, isTrial: false });
  });

  it('of another size say nothing of it', () => {
    expect(counted(20, 40, 100, 20)).toMatchObject({ limit: 20, goodPages: 0, isTrial: true });
  });
});
