import { mutationsOf } from './mutation.ts';

/** What changes late, read by the time of each metric. */
export const LATE_METRICS = [
  ...mutationsOf('src/replication/metric-series.ts', [
    [
      'if nothing says how far a metric was read, its series begins at the last rewrite',
      'isReadLost ? { ...progress, lookedBack: undefined } : progress',
      'progress',
    ],
    ['a wide series goes back a day more', ' - DAY_SECONDS : until + 1', ' : until + 1'],
    [
      'a series goes on where the last one ended',
      ' - DAY_SECONDS : until + 1',
      ' - DAY_SECONDS : until + 600',
    ],
    [
      'each lookback interval has a wide series',
      'isDue(wide, lookbackIntervalSeconds, now)',
      'wide === undefined',
    ],
    [
      'the first series of a metric reaches back from what was read',
      'lastLookedBack(isReadLost ? { ...progress, lookedBack: undefined } : progress, now)',
      'progress.lookedBack ?? now',
    ],
    [
      'a wide series reaches back to the earlier of both',
      'Math.min(until, wide ?? until)',
      'Math.max(until, wide ?? until)',
    ],
    [
      'a series reads up to the later of the clocks',
      'Math.max(now, readUntil)',
      'Math.min(now, readUntil) - 86_400',
    ],
    ['a wide series that is empty is asked for twice', '...(isWide ? { isSpan: true } : {}),', ''],
    [
      'a record is written with the series of its newest metric',
      'return isInOwn && newest ? newest.name : name;',
      'return name;',
    ],
    [
      'a record that no series claims is written',
      'return isInOwn && newest ? newest.name : name;',
      "return newest ? newest.name : '';",
      'no list by a metric brings a record whose metric lies outside of the span (docs/api-behaviour.md#106): the proof has shown it, or the user has said so',
    ],
    ['nothing is left to a series that was refused', 'if (isRefused && other !== name) continue;', ''],
    [
      'the last second of a series belongs to it',
      'at >= span[1] + 1) continue;',
      'at >= span[1]) continue;',
      'a record that seems to be in none of the series is written with each that brings it, so one is written twice',
    ],
  ]),
  ...mutationsOf('src/replication/late-metrics.ts', [
    ['what is known is written', 'known.some(([from, to])', '!known.some(([from, to])'],
  ]),
  ...mutationsOf('src/replication/series-claims.ts', [
    ['a series counts up to five minutes before the run', 'now - GRACE_SECONDS));', 'now));'],
    ['a series counts up to its own end', 'Math.min(to, now - GRACE_SECONDS)', 'now - GRACE_SECONDS'],
    ['a series counts when it is complete', 'else if (left === 0 && !read', 'else if (!read'],
    ['a series whose end proves nothing does not count', "else if (end === 'unproved') ended.add(name);", ''],
    ['only a wide series counts as one', 'const wide = isWide ?', 'const wide = true ?'],
    [
      'a wide series counts up to its own end',
      'Math.min(to, now)) : before',
      'now) : before',
      'the next series goes on where this one ended, and the next wide one begins a day before the earlier of both: what came meanwhile and in time is not older',
    ],
    [
      'a series waits for those to which it has left records',
      '[...(owners.get(name) ?? [])].every((owner) => ended.has(owner))',
      'true',
    ],
  ]),
  ...mutationsOf('src/replication/series-course.ts', [
    ['a series that failed is not read on', 'doubtful.has(name) && !failed.has(name)', 'true'],
    ['a series that does not count is read on', 'doubtful.has(name) && !failed.has(name)', 'false'],
    ['without a date no series counts', "end === 'unproved' || !options.isDated", "end === 'unproved'"],
    [
      'nothing later of a series counts that is in doubt',
      "end !== 'gone' && doubtful.has(name) ? 'unproved' : end",
      'end',
    ],
  ]),
  ...mutationsOf('src/replication/metric-proof.ts', [
    ['an empty answer is no proof', 'records.some((record) => secondOf(record[key]) < at)', 'true'],
    [
      'all must have the metric in that second',
      'records.every((record) => secondOf(asJsonObject(record[by.changeTimes])[name]) === at) &&',
      '',
      'an answer with a record that was created before the second that was asked for is not listed by creation; what has others besides lists more than was asked for, and nothing is left out',
    ],
    ['a proof needs a metric later than the creation', 'lag > Math.max(1, best?.lag ?? 0)', 'lag >= 0'],
  ]),
];
