import { mutationsOf } from './mutation.ts';

/** What is read by scans from the top of a list: how far they go, and what they have seen of its order. */
export const NEWEST_FIRST = [
  ...mutationsOf('src/replication/newest-first.ts', [
    [
      'a scan goes on to what was on top',
      'stop && scan.hasMetTop && isBelow(page, stop, instantOf)',
      'stop && isBelow(page, stop, instantOf)',
    ],
    [
      'a scan stops at a page that is older as a whole',
      'records.every((record) =>',
      'records.some((record) => record &&',
      'disorder is measured from the oldest record so far: behind a single one that is older by it, nothing newer comes',
    ],
    [
      'after a scan that was resumed another reads what came',
      'if (!state.isFromTop && !state.hasFailed) yield toPartition();',
      '',
    ],
    ['an interrupted scan goes on', 'if (state.resume) yield toPartition(state.resume.position);', ''],
    [
      'a page in place of another is no position',
      'const isPosition = isInPlace && cursor',
      'const isPosition = cursor',
      'its cursor then brings another page, which voids the position, or the same one again: then all that is unread is behind it',
    ],
    [
      'the oldest instant before a position’s page is kept with it',
      'position: { cursor, keys, at: begin }, oldest }',
      'position: { cursor, keys, at: begin }, oldest: undefined }',
    ],
    [
      'what came before does not lie before a page elsewhere',
      'if (isElsewhere) scan.oldest = undefined;',
      '',
    ],
    ['a scan whose end proves nothing is none', "if (end === 'unproved') return restartScan(state);", ''],
    [
      'a scan that stopped early is a lookback only if one was due',
      'hasLookedBack: wentToEnd || state.isLookbackDue',
      'hasLookedBack: true',
    ],
    [
      'a scan that stops early did not go to the end',
      "const wentToEnd = end === 'verified';",
      "const wentToEnd = end !== 'gone';",
    ],
    [
      'a lookback of activities is due again',
      'isDue(bookmark.lookedBack, lookbackIntervalSeconds, now)',
      'bookmark.lookedBack === undefined',
    ],
    [
      'what was on top is known by digests',
      '(top.includes(key) || top.includes(digest(key)))',
      'top.includes(key)',
    ],
    [
      'a scan that restarts has seen nothing',
      '{ ...state, resume: undefined, scan: newScan() }',
      '{ ...state, resume: undefined }',
    ],
    ['a scan that begins late has its own start', 'state.scan.began ??= at;', 'state.scan.began = at;'],
    [
      'a whole reading goes to the end',
      'isFullTableAsked ? undefined : planStop',
      'false ? undefined : planStop',
    ],
  ]),
  ...mutationsOf('src/replication/newest-first-scan.ts', [
    ['every scan reads an hour more', 'timestamp - LEAST_LOOKBACK_SECONDS', 'timestamp'],
    [
      'an unordered list is read to its end',
      'if (timestamp === undefined || disorder === undefined) return undefined;',
      'if (timestamp === undefined) return undefined;\n  disorder ??= 0;',
    ],
    [
      'a scan reads further by the disorder',
      'return { oldest: usual - disorder };',
      'return { oldest: usual };',
    ],
    [
      'a lookback that was never made goes to the end',
      'if (lookedBack === undefined) return undefined;',
      'if (lookedBack === undefined) return { oldest: usual - disorder };',
    ],
    [
      'a lookback of activities reaches back',
      'Math.min(usual, lookedBack - lookbackSeconds) - disorder',
      'usual - disorder',
    ],
    [
      'a lookback reaches back from the last one',
      'Math.min(usual, lookedBack - lookbackSeconds) - disorder',
      'Math.min(usual, timestamp - lookbackSeconds) - disorder',
    ],
    [
      'a lookback reads further by the disorder',
      'lookedBack - lookbackSeconds) - disorder }',
      'lookedBack - lookbackSeconds) }',
    ],
    [
      'a lookback reaches no less far than every scan',
      'Math.min(usual, lookedBack - lookbackSeconds)',
      '(lookedBack - lookbackSeconds)',
      'what lies between came later than the lookback allows for: the last one has begun since',
    ],
    [
      'a page in place of another is compared with itself alone',
      'if (page.isInPlace && index',
      'if (index',
      'a list that looks further out of order than it is is read further: that costs requests',
    ],
    [
      'disorder is measured against the oldest so far',
      'oldest = Math.min(oldest, instant);',
      'oldest = instant;',
    ],
    [
      'disorder is measured',
      'scan.disorder = Math.max(scan.disorder, instant - oldest);',
      'scan.disorder = 0;',
    ],
    ['disorder grows when a later scan sees more', 'Math.max(known, disorder)', 'known'],
    [
      'a list of one instant shows no order',
      '(wentToEnd && span === 0)',
      'false',
      'nothing on such a list is older than the point at which the next scan may stop, so that one sees the order before it is relied on',
    ],
    [
      'more disorder than two days is not relied on',
      'measured > MOST_DISORDER_SECONDS ||',
      '',
      'a scan then reads further by that much, which is more than a list hides that is no more out of order than it was seen to be',
    ],
    [
      'disorder of more than half the list is not relied on',
      '|| (wentToEnd && measured > span / 2)',
      '',
      'a list that is oldest first is out of order by all that it spans, so no scan stops in it; what was on top is above all that is new where it is in the order of arrival',
    ],
    [
      'no bookmark passes the beginning of its scan',
      'end.isDated ? earlier(newest, began) : undated',
      'end.isDated ? (newest ?? began) : undated',
    ],
    [
      'a bookmark does not go back',
      'later(before.timestamp, reached)',
      '(reached ?? before.timestamp)',
      'the next scan then reads further',
    ],
    [
      'without a date five minutes are left',
      'earlier(newest - CLOCK_DOUBT_SECONDS, began)',
      'earlier(newest, began)',
    ],
    [
      'what is dated ahead says nothing of the time',
      'if (isDated || instant <= (scan.began ?? instant))',
      'if (isDated || instant > 0)',
    ],
    [
      'a page that was in its place after all is compared with what came before',
      'page.isInPlaceAfterAll ? page.records : page.newThisPass',
      'page.newThisPass',
    ],
    ['without a date a lookback counts to the newest record', 'end.isDated ? began : undated', 'began'],
    [
      'without a date nothing is known where nothing came',
      'newest === undefined ? undefined : earlier',
      'newest === undefined ? began : earlier',
      'where nothing came, no order is known either, so that the next scan goes to the end',
    ],
    [
      'what was on top stays where nothing came',
      'top.length > 0 ? top : before.top',
      'top',
      'a scan that knows of nothing on top reads to the end',
    ],
    [
      'a scan that did not look back is none',
      'end.hasLookedBack ? (lookedBack ?? before.lookedBack) : before.lookedBack',
      'lookedBack ?? before.lookedBack',
    ],
  ]),
  ...mutationsOf('src/bookmarks/newest-first-bookmark.ts', [
    ['an interrupted scan knows what it has met', 'hasMetTop: met === true', 'hasMetTop: true'],
    [
      'an interrupted scan knows when it began',
      'began: writeInstant(scan.began),',
      'began: writeInstant(scan.newest),',
      'an earlier beginning: the next lookback reads further; where nothing was dated, the scan begins anew',
    ],
    ['an interrupted scan knows the order that it has seen', 'disorder: scan.disorder,', 'disorder: 0,'],
    [
      'an interrupted scan knows the oldest before its position',
      "oldest: toUnixSeconds(progress['oldest']),",
      'oldest: undefined,',
    ],
    [
      'an interrupted scan knows what was on top',
      'scan_top: scan.top,',
      'scan_top: [],',
      'the next scan then looks for what was on top before that, and reads further',
    ],
  ]),
];
