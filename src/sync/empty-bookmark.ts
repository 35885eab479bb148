import { COMMON_KEYS } from '../bookmarks/bookmark.ts';
import { LATE_METRICS_KEYS } from '../bookmarks/late-metrics-bookmark.ts';
import { NEWEST_FIRST_KEYS } from '../bookmarks/newest-first-bookmark.ts';
import { WINDOWS_KEYS } from '../bookmarks/windows-bookmark.ts';
import type { JsonObject } from '../json/json-object.ts';
import { FULL_TABLE_KEYS } from '../replication/full-table.ts';
import { PERIODS_KEYS } from '../replication/periods.ts';
import type { Replication } from '../streams/definition.ts';

/** Keys whose values are lists. */
const LISTS: readonly string[] = ['progress', 'covered', 'lookback', 'top', 'told', ...LATE_METRICS_KEYS];

/** A bookmark that says that nothing has been read: every key is there, so that a merge of states clears an old one. */
export function emptyBookmark(replication: Replication): JsonObject {
  const keys = [...keysOf(replication), ...COMMON_KEYS];
  return Object.fromEntries(keys.map((key) => [key, LISTS.includes(key) ? [] : null]));
}

function keysOf(replication: Replication): readonly string[] {
  if (replication.method === 'FULL_TABLE') return FULL_TABLE_KEYS;
  switch (replication.by.kind) {
    case 'windows':
      return WINDOWS_KEYS;
    case 'newest-first':
      return NEWEST_FIRST_KEYS;
    case 'periods':
      return PERIODS_KEYS;
  }
}
