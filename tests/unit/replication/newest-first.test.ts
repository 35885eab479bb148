import { describe, expect, it } from 'vitest';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import { createNewestFirstReader } from '../../../src/replication/newest-first.ts';
import { isReadByPeriods, isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { toRfc3339, toUnixSeconds } from '../../../src/time/instant.ts';

const NOW = 1_769_860_800;
const DAY = 86_400;
const PARTITION: Partition = { key: [], params: {}, query: {}, columns: {}, readsToEnd: true };

function readerOf(bookmark: { readonly [key: string]: unknown }) {
  const { replication } = definitions.activities;
  if (replication.method !== 'INCREMENTAL' || isReadByWindows(replication) || isReadByPeriods(replication))
    throw new TypeError('not newest first');
  return createNewestFirstReader({
    bookmark,
    replication,
    anchor: 0,
    now: NOW,
    lookbackSeconds: DAY,
    lookbackIntervalSeconds: DAY,
    isFullTableAsked: false,
    keyOf: ({ id }) => String(id),
    isDated: true,
    digest: (key) => key,
  });
}

/** A page of records whose ids are their times, in seconds before now. */
function pageOf(times: readonly number[], cursor: string): Page {
  const records = times.map((before) => ({ id: String(before), timestamp: toRfc3339(NOW - before) }));
  return {
    records,
    unseen: records,
    newThisPass: records,
    cursor,
    next: undefined,
    keys: records.map(({ id }) => id),
    begin: toUnixSeconds(records[0]?.timestamp),
    order: { rose: false, varied: true },
    isFull: true,
    isInPlace: true,
    apiDate: undefined,
  };
}

/** Goes on at a page that began 200 s ago, behind records up to 150 s ago; returns the progress once pages have been written. */
function goOnWith(pages: readonly Page[]) {
  const reader = readerOf({
    progress: [
      {
        cursor: 'c',
        keys: ['200', '250'],
        at: toRfc3339(NOW - 200),
        oldest: toRfc3339(NOW - 150),
        disorder: 0,
        began: toRfc3339(NOW - 10),
        newest: toRfc3339(NOW - 100),
        scan_top: ['100'],
        met: false,
      },
    ],
  });
  for (const page of pages) reader.written(PARTITION, page);
  return reader.bookmark()['progress'];
}

describe('the disorder that an interrupted scan has seen', () => {
  it('is that of its page and what was before it', () => {
    expect(goOnWith([pageOf([200, 140, 250], 'c')])).toMatchObject([{ disorder: 60 }]);
  });

  it('stays where others have moved down onto its page: they were before it, and not out of order', () => {
    expect(goOnWith([pageOf([120, 150, 200], 'c')])).toMatchObject([{ disorder: 0 }]);
  });

  it('stays where its page is written once more', () => {
    const page = pageOf([200, 250, 300], 'c');
    expect(goOnWith([page, page])).toMatchObject([{ disorder: 0, oldest: toRfc3339(NOW - 150) }]);
  });
});
