import { mutationsOf } from './mutation.ts';

/** Where the rest of a window does not join. */
const BOUNDS =
  'both ends of a span belong to it (docs/api-behaviour.md#28), so nothing but a deletion keeps a page from joining';

/** What is read by spans of time: what counts as read, halves, and lookbacks. */
export const WINDOWS = [
  ...mutationsOf('src/bookmarks/windows-bookmark.ts', [
    [
      'a lookback reads from the last one',
      'Math.floor(last - lookbackSeconds - DAY_SECONDS)',
      'Math.floor(now - lookbackSeconds - DAY_SECONDS)',
    ],
    ['a lookback reads a day more', 'last - lookbackSeconds - DAY_SECONDS)', 'last - lookbackSeconds)'],
    [
      'the first lookback reaches back from what was read',
      'lastLookedBack(options, now);',
      'lookedBack ?? now;',
    ],
    [
      'a rewrite reads from the last rewrite',
      'rewrites ? Math.min(rewritten ?? known, known) : known',
      'known',
    ],
    [
      'a lookback is due again after its interval',
      'if (!isDue(lookedBack, options.lookbackIntervalSeconds, now)) return undefined;',
      'if (lookedBack !== undefined) return undefined;',
    ],
    [
      'a rewrite is due again after its interval',
      'rewriteIntervalSeconds > 0 && isDue(rewritten, rewriteIntervalSeconds, now)',
      'rewriteIntervalSeconds > 0 && rewritten === undefined',
    ],
    [
      'a lookback that was interrupted goes on',
      "const left = intersect(values.spans('left', begun), covered);",
      'const left: Span[] = [];',
    ],
    [
      'an interrupted lookback keeps its start',
      'return { start, from: since, left, rewrites:',
      'return { start: now, from: since, left, rewrites:',
    ],
    ['without a date no lookback says when it was made', 'options.isDated ? now : Math.min', 'Math.max'],
    [
      'an interrupted lookback goes on in its mode',
      "rewrites: begun['rewrites'] === true }",
      'rewrites: false }',
    ],
    [
      'a lookback counts once all of it was read',
      'if (lookback?.left.length !== 0) return progress;',
      'if (!lookback) return progress;',
    ],
    [
      'a lookback counts from when it was planned',
      'lookedBack: lookback.start,',
      'lookedBack: lookback.start + 172_800,',
    ],
    [
      'a lookback that is complete says from where it has read',
      'lookedBackFrom: lookback.from,',
      'lookedBackFrom: 1,',
    ],
    [
      'only a rewrite counts as one',
      'rewritten: lookback.rewrites ? lookback.start : rewritten',
      'rewritten: lookback.start',
    ],
    [
      'a lookback whose ends prove nothing makes room for the next one',
      'if (!lookback || subtract(lookback.left, unproved).length > 0) return progress;',
      'if (lookback || unproved.length >= 0) return progress;',
    ],
    [
      'a first run without a date is no lookback',
      'const first = isDated ? now : undefined;',
      'const first = now;',
    ],
    [
      'a bookmark that was moved back is read from there',
      'return intersect(spans, [[0, end]]);',
      'return spans;',
    ],
    [
      'the first release had not read its last five minutes',
      'Math.floor(created) - GRACE_SECONDS]]',
      'Math.floor(created)]]',
    ],
    [
      'what is read by metric is rewritten now and then',
      'if (options.isByMetric && rewriteIntervalSeconds > 0 && !rewrites)',
      'if (options.isByMetric)',
    ],
    [
      'a whole reading needs no lookback',
      'lookbackSeconds === 0 || options.isFullTableAsked',
      'lookbackSeconds >= 0',
    ],
  ]),
  ...mutationsOf('src/replication/windows.ts', [
    [
      'a lookback has a day to spare for metrics',
      'metricsAfter: lookedBack - DAY_SECONDS',
      'metricsAfter: lookedBack',
    ],
    ['what no lookback has seen is written', 'createdBefore: lookedBackFrom', 'createdBefore: 0'],
    [
      'a rewrite writes all',
      'lookback?.rewrites !== false || lookedBack',
      'lookback === undefined || lookedBack',
    ],
    [
      'what is wanted ends with the later of the clocks',
      '[[from, Math.max(readUntil, from)]]',
      '[[from, Math.max(readUntil - 86_400, from)]]',
    ],
    [
      'what is covered is not wanted',
      'subtract(wanted, read.covered), false)',
      'subtract(wanted, [[0, read.covered.at(-1)?.[1] ?? 0]]), false)',
    ],
    [
      'spans are cut without a gap',
      'cut(span, longestSeconds)).map',
      'cut(span, longestSeconds).slice(-1)).map',
    ],
    [
      'a single second is not cut',
      'isDivisible: start < end',
      'isDivisible: start <= end',
      'it has no halves: `divide` says so, and the request fails after fewer attempts',
    ],
  ]),
  ...mutationsOf('src/replication/window.ts', [
    [
      'the second of the oldest record may hold more',
      '[oldest + 1, window.span[1]]',
      '[oldest, window.span[1]]',
    ],
    ['a span that was just read may still grow', 'isLookback ? end : Math.min(end, readableUntil)', 'end'],
    [
      'a list that is not newest first is read by cursor',
      'if (page.order.rose || window.isByCursor) {',
      'if (window.isByCursor) {',
    ],
    [
      'what was cut off before is read by cursor from its beginning',
      'return isCut ? ask(byCursor, span) : { window: byCursor, rest: undefined };',
      'return { window: byCursor, rest: undefined };',
    ],
    [
      'what was claimed of such a list is taken back',
      'return { ...read, covered: subtract(covered, [span]) };',
      'return read;',
    ],
    [
      'what a lookback had claimed of such a list is left again',
      'left: merge([...lookback.left, span]) } } : read;',
      'left: lookback.left } } : read;',
    ],
    [
      'a page within one second proves no order',
      'if (window.isByCursor || page.order.rose || !page.order.varied) return undefined;',
      'if (window.isByCursor || page.order.rose) return undefined;',
    ],
    [
      'a window that is read by cursor counts when it is complete',
      'if (window.isByCursor || page.order.rose || !page.order.varied) return undefined;',
      'if (!page.order.varied) return undefined;',
    ],
    [
      'a page that does not join is doubted',
      'if (isCut && isApart(before, page, seconds) && window.doubted !== end)',
      'if (isCut && end < 0)',
      BOUNDS,
    ],
    [
      'a doubted rest is asked for with a second more',
      'doubted: end }, [from, end + 1]',
      'doubted: end }, [from, end]',
      BOUNDS,
    ],
    [
      'what lies above a rest that does not join is read by itself',
      '    return undefined;\n  return [newest + 1, end];',
      '    return undefined;\n  return undefined;',
      `${BOUNDS}; where it was deleted, what lies above is empty in a list that is newest first, and in another one any page may hide as much`,
    ],
    [
      'what does not join is not claimed',
      'if (window.doubted === window.end && isApart(window, page, seconds)) return undefined;',
      '',
      BOUNDS,
    ],
    [
      'the rest of a window begins with the oldest second',
      'pageSeconds }, [from, oldest]);',
      'pageSeconds }, [from, oldest - 1]);',
      'the page that follows holds nothing of that second then: the tap asks for a second more, which brings it',
    ],
    ['a second that fills pages is read by cursor', 'isWithinOneSecond || oldest >= end', 'oldest >= end'],
    [
      'nothing rests on a single empty answer',
      'if (isEmpty(page) && !before.wasEmpty) return ask(window, [from, end]);',
      '',
    ],
    [
      'a window is claimed from its beginning only',
      '[Math.max(start, span[0]), isLookback',
      '[Math.min(start, span[0]), isLookback',
    ],
    [
      'the halves of a window leave no second out',
      'span: [middle + 1, last], askedFrom: middle + 1,',
      'span: [middle + 2, last], askedFrom: middle + 2,',
    ],
    [
      'the lower half ends where the upper one begins',
      'newWindow([from, middle], {',
      'newWindow([from, middle - 1], {',
    ],
    [
      'what is not newest first is not so in either half',
      '{ isLookback, emptyTo, isByCursor }',
      '{ isLookback, emptyTo }',
    ],
    [
      'a single second has no halves',
      'if (end <= from) return undefined;',
      'if (end < from) return undefined;',
      'its lower half would hold nothing, and the second is asked for again by the upper one',
    ],
  ]),
  ...mutationsOf('src/replication/windows-state.ts', [
    ['the last five minutes are read again', 'Math.floor(at) - GRACE_SECONDS', 'Math.floor(at)'],
    [
      'nothing counts as read that came after the first request of a window',
      'window.readableUntil ?? Math.floor(at) - GRACE_SECONDS',
      'Math.floor(at) - GRACE_SECONDS',
    ],
    [
      'a window that turns out not to be newest first is unclaimed',
      'window.isByCursor && !before.isByCursor ? unclaim(state.read, window) : state.read',
      'state.read',
    ],
    [
      'an empty half is given back to the window above',
      'other.span[0] === span[1] + 1 &&',
      'other.span[0] > span[1] &&',
      'a window further above reads down over those between: they are read twice',
    ],
    [
      'a half is not given back to a window that is read by cursor',
      'other.isLookback === isLookback && !other.isByCursor',
      'other.isLookback === isLookback',
      'what was given back since the last request is asked for by itself when the window above ends; so it costs nothing but its place',
    ],
    [
      'of a window that was given back nothing is left',
      '{ ...window, span: [end + 1, end], askedFrom: end + 1 }',
      'window',
    ],
    [
      'a window whose end proves nothing has not been read',
      "if (end === 'unproved')\n    return window.isLookback ? { ...after, unproved: [...after.unproved, asked] } : after;",
      '',
    ],
    [
      'what was given back since the last request is asked for by itself',
      'if (askedFrom === span[0]) return after;',
      'return after;',
    ],
    [
      'what was given back was answered empty once',
      '{ isLookback, wasEmpty: true }',
      '{ isLookback, wasEmpty: false }',
      'it costs a request more',
    ],
    [
      'a window that fails is not read',
      'const asked: Span = [window.askedFrom, window.span[1]];',
      'const asked: Span = window.span;',
    ],
    [
      'without a date nothing counts that is newer than the newest record',
      'isDated ? window.readableUntil : newest - GRACE_SECONDS',
      'window.readableUntil',
    ],
    ['without a date the newest record’s five minutes do not count', ': newest - GRACE_SECONDS', ': newest'],
    [
      'a window that restarts is asked for whole',
      'rest: [from, window.end] };',
      'rest: [from, window.end - 1] };',
    ],
    [
      'a half that is cut off is read',
      'openWindow(put(state, id, upper), halves.lower)',
      'put(state, id, upper)',
    ],
    [
      'a half that is shared out is read',
      'share(openWindow(put(state, id, halves.upper), half), id)',
      'share(put(state, id, halves.upper), id)',
    ],
  ]),
  ...mutationsOf('src/replication/may-have-changed.ts', [
    [
      'the newest time tells of a change',
      'Math.max(...times) > metricsAfter',
      'Math.min(...times) > metricsAfter',
    ],
    ['a record without times may have changed', 'times.length === 0 ||', ''],
    [
      'the suffix of the change key is a time',
      'const times = [suffix, ...Object',
      'const times = [...Object',
    ],
    ['the metrics are times', '[suffix, ...Object.values(asJsonObject(record[by.changeTimes]))]', '[suffix]'],
  ]),
  ...mutationsOf('src/bookmarks/spans.ts', [
    ['neighbouring spans differ by a second', 'from <= last[1] + 1', 'from <= last[1] + 2'],
    ['what is taken ends with its last second', 'Math.max(start, to + 1)', 'Math.max(start, to + 2)'],
    ['what is taken begins with its first second', 'Math.min(end, from - 1)', 'Math.min(end, from - 2)'],
    [
      'a piece ends before the next begins',
      'Math.min(at + longest - 1, to)',
      'Math.min(at + longest - 2, to)',
    ],
  ]),
];
