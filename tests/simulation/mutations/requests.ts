import { mutationsOf } from './mutation.ts';

/** Two clocks, the safer of both; page sizes that are learned; spans that are halved; periods counted back. */
export const REQUESTS = [
  ...mutationsOf('src/time/clocks.ts', [
    [
      'things are remembered by the earlier clock',
      '[Math.min(...shown), Math.max(...shown)]',
      '[Math.max(...shown), Math.max(...shown)]',
    ],
    [
      'reading goes to the later clock',
      '[Math.min(...shown), Math.max(...shown)]',
      '[Math.min(...shown), Math.min(...shown)]',
    ],
    [
      'a time before the release is none',
      'ms < EARLIEST_MS',
      'ms < 0',
      'what is remembered up to then is read again, and reading goes to the other clock; bookmarks that are later are void',
    ],
    [
      'without a date of the API nothing is remembered up to the time',
      'isDated: api !== undefined',
      'isDated: machineMs !== undefined',
    ],
  ]),
  ...mutationsOf('src/sync/sync.ts', [
    [
      'the time goes on with a clock that nobody sets',
      'startedAt + Math.floor((run.monotonic() - began) / 1000)',
      'Math.floor(run.now() / 1000)',
    ],
    [
      'bookmarks go by the earlier clock',
      'Math.floor(clocks.earlier / 1000)',
      'Math.floor(clocks.later / 1000)',
    ],
    [
      'the run reads up to the later clock',
      'Math.floor(clocks.later / 1000)',
      'Math.floor(clocks.earlier / 1000)',
    ],
  ]),
  ...mutationsOf('src/bookmarks/bookmark.ts', [
    [
      'an instant ahead of the time is void',
      'isAhead(key, seconds) ? undefined : Math.min(seconds, now)',
      'Math.min(seconds, now)',
    ],
    [
      'an instant slightly ahead is the time',
      'undefined : Math.min(seconds, now)',
      'undefined : seconds',
      'instants are compared with times that are hours apart',
    ],
    ['a span ahead of the time is void', 'spans.filter(([, to]) => !isAhead(key, to))', 'spans'],
    ['a span slightly ahead ends with the time', '[from, Math.min(to, now)]', '[from, to]'],
    [
      'what is due once in an interval is due at the end of it',
      'intervalSeconds * 0.9',
      'intervalSeconds * 2',
    ],
  ]),
  ...mutationsOf('src/pages/list-knowledge.ts', [
    [
      'the size that failed is halved',
      'Math.max(LEAST_LIMIT, Math.floor(size / 2))',
      'Math.max(LEAST_LIMIT, size - 1)',
    ],
    ['no smaller page than ten is asked for', 'return size > LEAST_LIMIT;', 'return size > 1;'],
    ['pages are made smaller down to ten', 'return size > LEAST_LIMIT;', 'return size > 100;'],
    ['the size that failed is tried again after good pages only', 'known.goodPages < GOOD_PAGES ||', ''],
    [
      'the smaller of two learned sizes counts',
      'Math.min(known.limit ?? half, half)',
      'Math.max(known.limit ?? half, half)',
    ],
  ]),
  ...mutationsOf('src/sync/read-partitions.ts', [
    [
      'what is learned of a list stays for the whole run',
      'const shared = { memory: memoryFor(partition), known };',
      'const shared = { memory: memoryFor(partition), known: { ...known } };',
    ],
    ['a span whose smallest page fails is halved', 'if (half !== undefined) {', 'if (half === null) {'],
  ]),
  ...mutationsOf('src/pages/page-request.ts', [
    [
      'a page that is too much is asked for in half its size',
      'isHalvable(requests, size) && isTooMuch(error.failure)',
      'isHalvable(requests, size) && isTooMuch(error.failure) && size < 0',
    ],
    ['the size that works is asked for next', 'return known.limit ?? paging.limit;', 'return paging.limit;'],
    [
      'a page that is asked for again keeps its size',
      'send(requests, cursor, limit, FEW_ATTEMPTS), cursor, limit)',
      'send(requests, cursor, (limit ?? 20) + 7, FEW_ATTEMPTS), cursor, limit)',
    ],
    [
      'a span that is too much is not asked for again whole',
      'if (isTooMuch(error.failure) && partition.isDivisible) throw error;',
      '',
      'it costs a request more, then the span is halved',
    ],
    ['a series that crosses midnight is asked for again', ' || hasCrossed(series.resolution, answer)', ''],
    [
      'a series that has become too short is asked for again',
      'isTooShort(requests, series, answer) || hasCrossed',
      'hasCrossed',
    ],
    [
      'more periods are asked for from then on',
      'known.steps = Math.max(known.steps ?? 0, needed);',
      '',
      'it costs a request more for each parent',
    ],
  ]),
  ...mutationsOf('src/pages/paging.ts', [
    [
      'the size of numbered pages decides what a number means',
      "'limit' in pagination && pagination.kind !== 'page'",
      "'limit' in pagination",
      'what a number means depends on the size, so no numbered page of the simulation is too large',
    ],
  ]),
];
