import { mutationsOf } from './mutation.ts';

/** Pages of the simulation are written at once. */
const ONE_CHUNK =
  'a page shorter than a chunk is written without a state in between; a test of the sink writes longer ones';

/** What states hold, how any program can merge them, and who is read first. */
export const STATES = [
  ...mutationsOf('src/bookmarks/bookmark.ts', [
    [
      'a compound value is a list',
      'return value === undefined ? [] : [value];',
      'return Object(value ?? null) === value ? Object(value) : null;',
    ],
    [
      'what has failed waits as if it had been read',
      "isJsonObject(position) && position['has_failed'] !== true",
      'isJsonObject(position)',
    ],
  ]),
  ...mutationsOf('src/sync/empty-bookmark.ts', [
    [
      'an empty list is no null',
      'LISTS.includes(key) ? [] : null',
      'null',
      'null is read as an empty list, and programs that merge states put both in the place of what was there',
    ],
    [
      'the first state clears what was before',
      'const keys = [...keysOf(replication), ...COMMON_KEYS];',
      'const keys = [...COMMON_KEYS];',
    ],
  ]),
  ...mutationsOf('src/sync/stream-state.ts', [
    ['without a state every bookmark is there', 'if (!isStateGiven) {', 'if (selected.length < 0) {'],
    [
      'progress of another API key is void',
      'isOfOtherKey(bookmark, keyDigest) ? { ...bookmark, progress: [] } : bookmark',
      'bookmark',
    ],
    [
      'a bookmark without a key is of this one',
      'key !== null && key !== keyDigest',
      'key !== keyDigest',
      'its progress would be void: what had been read is read again',
    ],
    ['every bookmark names its key', 'key: keyDigest, told', 'key: null, told'],
    ['every bookmark says when it was begun', 'begun: writeInstant(begun)', 'begun: null'],
  ]),
  ...mutationsOf('src/sync/turns.ts', [
    [
      'who has waited longest is read first',
      'kind - other || begun - before',
      'kind - other || before - begun',
    ],
    [
      'a stream that was never begun has waited longest',
      'readBegun(bookmark, known.now) ?? 0',
      'readBegun(bookmark, known.now) ?? 4e9',
    ],
    [
      'what is under way is read before what is not',
      'isUnderWay(bookmark) ? 1 : 2',
      'isUnderWay(bookmark) ? 2 : 1',
    ],
    [
      'INCREMENTAL streams are read first',
      'isIncremental ? 0 : isUnderWay',
      'isIncremental ? 3 : isUnderWay',
    ],
  ]),
  ...mutationsOf('src/sync/prepare-stream.ts', [
    [
      'a stream that waits for its first answer has not begun',
      'let begun = readBegun(bookmark, run.startedAt);',
      'let begun: number | undefined = run.startedAt;',
    ],
  ]),
  ...mutationsOf('src/sync/read-partitions.ts', [
    [
      'no state precedes a record that it covers',
      '    reader.written(partition, page);\n    save();\n  };',
      '  };\n  reader.written(partition, page);\n  save();',
    ],
    [
      'the bookmark moves with each page',
      '    reader.written(partition, page);\n    save();\n  };',
      '    save();\n  };',
    ],
    [
      'the bookmark moves when a partition has ended',
      '    save();\n    done += 1;',
      '    done += 1;',
      'the next page, or the end of the stream, saves the same: a kill before it costs reading again',
    ],
  ]),
  ...mutationsOf('src/sink/line-sink.ts', [
    ['a page counts as written with its last record', 'if (isLast) onTaken();', 'onTaken();', ONE_CHUNK],
  ]),
];
