/** A rule of the source that decides rows, broken: the simulation must find it. */
export interface Mutation {
  /** The rule that does not hold any more. */
  readonly rule: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly before: string;
  readonly after: string;
}

type Broken = readonly [rule: string, before: string, after: string];

const of = (file: string, broken: readonly Broken[]): Mutation[] =>
  broken.map(([rule, before, after]) => ({ rule, file, before, after }));

const ENDS = [
  ...of('src/pages/read-pages.ts', [
    [
      'an end is verified',
      'isRefused || (history.previous !== undefined && isDoubtful(history, page))',
      'isRefused',
    ],
    [
      'an empty page is asked for twice',
      'page instanceof RequestError || !needsSecondAnswer(reading, page)',
      'true',
    ],
    ['an empty span is asked for twice', 'partition.isSpan === true || (deletesUnread', '(deletesUnread'],
    [
      'an empty first page is asked for twice before rows are deleted',
      ' || (deletesUnread && isEmptySampled(known))',
      '',
    ],
    [
      'an empty page behind a full one is asked for twice',
      'return deletesUnread || history.isPreviousFull;',
      'return false;',
    ],
    ['a reading that stops early gives back what it had taken', 'releaseHeld(history);', ''],
    [
      'pages without anything new come to an end',
      'reading.withoutNew >= MOST_PAGES_WITHOUT_NEW',
      'reading.withoutNew >= Infinity',
    ],
    [
      'a page that was asked for ahead is the one that follows',
      'const isAhead = ahead?.next === cursor;',
      'const isAhead = ahead !== undefined;',
    ],
  ]),
  ...of('src/pages/verification.ts', [
    [
      'the page before an end must be the same',
      '  if (found === undefined) throw new PagesShiftedError(list);\n  if (reading',
      '  if (reading',
    ],
    [
      'what follows the page before is read',
      'if (following.newThisPass.length > 0 || !isDoubtful(history, following)) return { again, following };',
      '',
    ],
    ['a cursor that was forgotten meanwhile is asked for again', '> LONGEST_VERIFICATION_MS', '> Infinity'],
    [
      'a list that begins anew is read from its first page',
      'isFirstAgain(history, following) ? await beginAgain(reading, again) : { again }',
      '{ again }',
    ],
    ['a list that follows no cursor fails', 'if (!history.hasLedOn) {', 'if (history.laps < 0) {'],
    [
      'an end that leads back to page one proves nothing',
      "  reading.reasons.add('unproved');\n  return",
      '  return',
    ],
    [
      'a page that lost its last key has hidden others',
      'if (reading.deletesUnread && lastKeyOf(history, again) !== history.previousLastKey)',
      'if (reading.laps < 0)',
    ],
    [
      'a position is proved',
      'if (!verifyPage(history, page, position) || isFirstAgain(history, page))',
      'if (page.keys.length < 0)',
    ],
    [
      'the first page proves no position',
      '!verifyPage(history, page, position) || isFirstAgain(history, page)',
      '!verifyPage(history, page, position)',
    ],
    [
      'a refused cursor may be one that was forgotten',
      'if (history.previous === undefined || !isRefused) throw error;',
      'throw error;',
    ],
  ]),
  ...of('src/pages/page-history.ts', [
    [
      'a page without anything new may be no end',
      'if (page.next === undefined) return page.newThisPass.length === 0;',
      'if (page.next === undefined) return false;',
    ],
    ['a page that leads back may be no end', 'history.asked.has(page.next) ||', ''],
    ['only the first page begins with something newer', 'isAboveFirst(history, page) ||\n', ''],
    ['a page that moved has no cursor of its own', 'history.moved.add(page);', ''],
    [
      'what moved is judged anew',
      '  history.moved.add(page);\n  compareAnew(history.order);',
      '  history.moved.add(page);',
    ],
    [
      'the first page says nothing of what is below',
      'if (found === undefined || isFirstAgain(history, page)) return undefined;',
      'if (found === undefined) return undefined;',
    ],
    [
      'a page without any key is an error',
      'taken.keys.every((key) => key === undefined)',
      'taken.keys.length < 0',
    ],
  ]),
  ...of('src/pages/position.ts', [
    [
      'a page proves a position by one of its keys',
      'if (found.some((key) => keys.includes(key)))',
      'if (found.length > 0)',
    ],
    [
      'others on top prove a position where the list descends',
      "isDescending && isNewer ? 'moved' : undefined",
      "isNewer ? 'moved' : undefined",
    ],
  ]),
];

const WINDOWS = [
  ...of('src/bookmarks/windows-bookmark.ts', [
    [
      'the last five minutes are read again',
      'export const GRACE_SECONDS = 300;',
      'export const GRACE_SECONDS = 0;',
    ],
    [
      'a lookback reads from the last one',
      '(lookedBack ?? now) - lookbackSeconds - DAY_SECONDS',
      'now - lookbackSeconds',
    ],
    ['a lookback reads a day more', ' - lookbackSeconds - DAY_SECONDS)', ' - lookbackSeconds)'],
    [
      'a lookback that was interrupted goes on',
      "const rest = intersect(values.spans('left', begun), covered);",
      'const rest: Span[] = [];',
    ],
    [
      'an interrupted lookback keeps its start',
      'return { start, from: since, left: rest };',
      'return { start: now, from: since, left: rest };',
    ],
  ]),
  ...of('src/replication/windows.ts', [
    [
      'the second of the oldest record may hold more',
      '[oldest + 1, window.span[1]]',
      '[oldest, window.span[1]]',
    ],
    ['a span that was just read may still grow', 'isLookback ? end : Math.min(end, readableUntil)', 'end'],
    [
      'a list that is not newest first is read by cursor',
      'if (page.order.rose) readByCursor(read, window);',
      '',
    ],
    [
      'what was claimed of such a list is taken back',
      'if (!window.isLookback) read.covered = subtract(read.covered, [window.span]);',
      '',
    ],
    [
      'a page within one second proves no order',
      'if (window.isByCursor || page.order.rose || !page.order.varied) return;',
      'if (window.isByCursor || page.order.rose) return;',
    ],
    [
      'a page that does not join is doubted',
      'if (isCut && isApart(page) && window.doubted !== window.end) {',
      'if (isCut && window.end < 0) {',
    ],
    ['what does not join is not claimed', 'if (window.doubted === window.end && isApart(page)) return;', ''],
    [
      'the rest of a window begins with the oldest second',
      '[window.span[0], oldest]);',
      '[window.span[0], oldest - 1]);',
    ],
    ['a second that fills pages is read by cursor', '|| isWithinOneSecond) return', ') return'],
    [
      'a lookback has a day to spare for metrics',
      'metricsAfter: read.lookedBack - DAY_SECONDS',
      'metricsAfter: read.lookedBack',
    ],
    ['what no lookback has seen is written', 'createdBefore: read.lookedBackFrom', 'createdBefore: 0'],
    [
      'a lookback counts once all of it was read',
      'if (read.lookback?.left.length !== 0) return;',
      'if (!read.lookback) return;',
    ],
  ]),
  ...of('src/replication/may-have-changed.ts', [
    [
      'the newest time tells of a change',
      'Math.max(...times) > metricsAfter',
      'Math.min(...times) > metricsAfter',
    ],
    ['a record without times may have changed', 'times.length === 0 ||', ''],
  ]),
  ...of('src/bookmarks/spans.ts', [
    ['neighbouring spans differ by a second', 'from <= last[1] + 1', 'from <= last[1] + 2'],
    ['what is taken ends with its last second', 'Math.max(start, to + 1)', 'Math.max(start, to + 2)'],
    [
      'a piece ends before the next begins',
      'Math.min(at + longest - 1, to)',
      'Math.min(at + longest - 2, to)',
    ],
  ]),
];

const NEWEST_FIRST = of('src/replication/newest-first.ts', [
  [
    'a walk goes on to what was on top',
    '!partition.readsToEnd && walk.hasMetTop && isWhollyOlder(page)',
    '!partition.readsToEnd && isWhollyOlder(page)',
  ],
  [
    'a walk stops at a page that is older as a whole',
    'records.every((record) =>',
    'records.some((record) =>',
  ],
  ['a lookback of activities reaches back', 'isLookbackDue ? options.lookbackSeconds : 0', '0'],
  [
    'after a walk that was resumed another reads what came',
    'if (!isFromTop && !hasFailed) yield toPartition();',
    '',
  ],
  [
    'an unordered list is read to its end',
    'descends !== true || timestamp === undefined || options.isFullTableAsked',
    'timestamp === undefined || options.isFullTableAsked',
  ],
  ['no bookmark passes the beginning of its walk', 'Math.min(walk.newest, walk.began ?? now)', 'walk.newest'],
  ['a page in place of another is no position', 'if (page.isInPlace && cursor', 'if (cursor'],
  ['an interrupted walk knows what it has met', "hasMetTop: progress['met'] === true", 'hasMetTop: true'],
]);

const PASSES = [
  ...of('src/replication/partition-progress.ts', [
    ['what is under way is not done', '&& !underWay.has(toId(key))', ''],
    ['what was begun last is not done', 'compareKeys(key, through) <= 0', 'compareKeys(key, through) < 1e9'],
    [
      'progress holds only over the same parents',
      'isSamePage(given.place, at) && given.place.digest === digestOf(contexts)',
      'isSamePage(given.place, at)',
    ],
    ['progress holds only on the same page', 'isSamePage(given.place, at) && given.place', 'given.place'],
    [
      'what lies behind a failure is read again',
      'const middle = first.hasFailed ? [] : others',
      'const middle = others',
    ],
    [
      'a partition that is read anew has no position',
      'groupOf(id)?.begun.set(id, { key: partition.key, position: undefined });\n      return { ...partition, resumeAt: undefined };',
      'return partition;',
    ],
  ]),
  ...of('src/replication/periods.ts', [
    ['a bookmark moves when all was read', '...(isWhole ? after : before)', '...after'],
    ['metrics are read again from the lookback on', 'known - options.lookbackSeconds', 'known'],
    [
      'another resolution has another bookmark',
      "bookmark['resolution'] === resolution && !isFullTableAsked",
      '!isFullTableAsked',
    ],
  ]),
];

const LATE_METRICS = [
  ...of('src/replication/metric-series.ts', [
    ['a wide series goes back a day more', ' - DAY_SECONDS : until + 1', ' : until + 1'],
    [
      'each lookback interval has a wide series',
      'until === undefined || isDue(',
      'until === undefined && isDue(',
    ],
    [
      'a record is written with the series of its newest metric',
      '!isInOwn || newest?.name === name',
      '!isInOwn',
    ],
  ]),
  ...of('src/replication/late-metrics.ts', [
    ['what is known is written', 'known.some(([from, to])', '!known.some(([from, to])'],
  ]),
  ...of('src/replication/metric-proof.ts', [
    ['an empty answer is no proof', 'records.some((record) => secondOf(record[key]) < at)', 'true'],
  ]),
  ...of('src/bookmarks/windows-bookmark.ts', [
    [
      'what is read by metric is rewritten now and then',
      'if (options.isByMetric && rewriteIntervalSeconds > 0 && !rewrites)',
      'if (options.isByMetric)',
    ],
  ]),
];

/** Rules deleted, inverted, or off by one. */
export const MUTATIONS: readonly Mutation[] = [
  ...ENDS,
  ...WINDOWS,
  ...LATE_METRICS,
  ...NEWEST_FIRST,
  ...PASSES,
];
