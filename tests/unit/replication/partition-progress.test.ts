import { describe, expect, it } from 'vitest';
import type { Context, ContextGroup } from '../../../src/partitions/context.ts';
import { digestOf, type ParentPage } from '../../../src/partitions/parent-page.ts';
import { createPartitionProgress } from '../../../src/replication/partition-progress.ts';

const PASS = '2026-01-30T12:00:00Z pages of 2';
const LARGE = { role: 'child', start: undefined, asking: 'pages of 2', goesOnAtFailure: true } as const;

const contextOf = (id: number): Context => ({ params: {}, columns: {}, key: [id] });
const contextsOf = (ids: readonly number[]) => ids.map(contextOf);

/** A page of a parent, with the records of these ids. */
function groupOf(page: number, ids: readonly number[], pass = PASS): ContextGroup {
  const at: ParentPage = {
    pass,
    partition: [0],
    page,
    position: page === 1 ? undefined : { cursor: `c${page}`, keys: ids.map(String) },
    holds: (keys) => ids.some((id) => keys.includes(String(id))),
  };
  return { contexts: contextsOf(ids), at };
}

/** Goes on with a run that has read for 1 to 5, whose last page, the third, held 5 and 6, over these pages. */
async function goOn(pages: readonly ContextGroup[]) {
  async function* groups() {
    yield* pages;
  }
  const pass = createPartitionProgress({
    groups: groups(),
    partitionsOf: ({ key }) => [{ key: [...key, 0], params: {}, query: {}, columns: {}, readsToEnd: true }],
    given: {
      began: 0,
      through: [5, 0],
      underWay: new Map(),
      parents: '',
      place: {
        pass: PASS,
        partition: [0],
        page: 3,
        position: { cursor: 'c3', keys: ['5', '6'] },
        digest: digestOf(contextsOf([5, 6])),
      },
      completeness: { asked: 0, refused: 0, reasons: [] },
      version: null,
      raw: { is: 'given' },
    },
    now: 100,
    hasPositions: true,
    digest: (key) => key,
    large: LARGE,
  });
  const read: unknown[] = [];
  for await (const partition of pass.partitions()) {
    read.push(partition.key[0]);
    pass.ended(partition);
  }
  return { read, reasons: [...pass.completeness.reasons.keys()], progress: pass.progress() };
}

describe('a child of a large parent goes on', () => {
  it('within the page at which it stopped, though the parent begins before it', async () => {
    const { read, reasons } = await goOn([groupOf(2, [3, 4]), groupOf(3, [5, 6]), groupOf(4, [7, 8])]);
    expect({ read, reasons }).toEqual({ read: [6, 7, 8], reasons: [] });
  });

  it('with the page that holds one of its keys, and reads all of it where others are there, too', async () => {
    const { read, reasons } = await goOn([groupOf(1, [2, 3]), groupOf(2, [4, 5]), groupOf(3, [6, 7])]);
    expect({ read, reasons }).toEqual({ read: [4, 5, 6, 7], reasons: [] });
  });

  it('there also where its first record has moved to a page before it, which proves nothing', async () => {
    const { read, reasons } = await goOn([groupOf(3, [6, 7]), groupOf(4, [8])]);
    expect({ read, reasons }).toEqual({ read: [6, 7, 8], reasons: ['unproved'] });
  });

  it('there also where the parent is read anew, though others may have moved to pages before it', async () => {
    const pages = [[1, 2], [3, 4], [5, 6], [7]].map((ids, index) => groupOf(index + 1, ids, 'another pass'));
    const { read, reasons } = await goOn(pages);
    expect({ read, reasons }).toEqual({ read: [6, 7], reasons: ['unproved'] });
  });

  it.each([
    [
      'where another page has its number',
      [groupOf(2, [3, 4]), groupOf(3, [7, 8]), groupOf(4, [9])],
      [7, 8, 9],
    ],
    ['nowhere where the list ends before', [groupOf(1, [1]), groupOf(2, [3])], []],
  ])('%s, which proves nothing', async (_, pages, expected) => {
    const { read, reasons } = await goOn(pages);
    expect({ read, reasons }).toEqual({ read: expected, reasons: ['unproved'] });
  });

  it('from the same place in a later run if it has not come to it', async () => {
    expect((await goOn([groupOf(2, [3, 4])])).progress).toEqual({ is: 'given' });
  });
});
