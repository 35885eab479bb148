import { describe, expect, it } from 'vitest';
import {
  type NewestFirstBookmark,
  newScan,
  readNewestFirstBookmark,
  writeNewestFirstBookmark,
} from '../../../src/bookmarks/newest-first-bookmark.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { NewestFirstReplication } from '../../../src/streams/definition.ts';

const NOW = 1_769_860_800;
const HOUR = 3600;
const REPLICATION: NewestFirstReplication = {
  method: 'INCREMENTAL',
  key: 'timestamp',
  by: { kind: 'newest-first', retentionDays: 30 },
};

const read = (bookmark: JsonObject, isFullTableAsked = false) =>
  readNewestFirstBookmark({ bookmark, replication: REPLICATION, now: NOW, isFullTableAsked });

const BOOKMARK: NewestFirstBookmark = {
  timestamp: NOW - 3 * HOUR,
  top: ['#a', '#b'],
  disorder: 0,
  lookedBack: NOW - 20 * HOUR,
  resume: {
    position: { cursor: 'c7', keys: ['#m', '#n'], at: NOW - 2 * HOUR },
    oldest: NOW - 2 * HOUR + 1,
  },
  scan: {
    began: NOW - HOUR,
    newest: NOW - HOUR - 5,
    oldest: NOW - 2 * HOUR + 1,
    disorder: 17,
    top: ['#x'],
    hasMetTop: true,
  },
};

/** The progress of {@link BOOKMARK} as a state holds it, with other values for some of its keys. */
function progressWith(more: JsonObject): JsonObject {
  const [progress] = [writeNewestFirstBookmark(BOOKMARK)['progress']].flat();
  return { progress: [Object.assign({}, progress, more)] };
}

describe('the bookmark of a list that is newest first', () => {
  it.each<[string, NewestFirstBookmark]>([
    ['in a scan', BOOKMARK],
    [
      'in a scan that has not met what was on top',
      { ...BOOKMARK, scan: { ...BOOKMARK.scan, hasMetTop: false } },
    ],
    ['between two scans', { ...BOOKMARK, disorder: 90, resume: undefined, scan: newScan() }],
  ])('is read as it was written: %s', (_, bookmark) => {
    expect(read(writeNewestFirstBookmark(bookmark))).toEqual({ faults: [], bookmark });
  });

  it('never goes beyond the begin of its scan, though an event may be dated ahead', () => {
    const scan = { ...BOOKMARK.scan, newest: NOW + 90 };
    const { bookmark } = read(writeNewestFirstBookmark({ ...BOOKMARK, scan }));
    expect(bookmark.scan.newest).toBe(BOOKMARK.scan.began);
  });

  it.each<[string, JsonObject]>([
    ['without a cursor', { cursor: null }],
    ['with an empty cursor', { cursor: '' }],
    ['without keys', { keys: [] }],
    ['with keys of which some are none', { keys: ['#m', 5] }],
    ['without what was seen of the order', { disorder: null }],
    ['with an order that cannot be', { disorder: -1 }],
    ['without its begin', { began: null }],
    ['with a begin ahead of the time', { began: '2027-01-01T00:00:00Z' }],
  ])('does not go on %s: the scan begins anew, which is told', (_, more) => {
    const { faults, bookmark } = read(progressWith(more));
    expect([bookmark.resume, bookmark.scan]).toEqual([undefined, newScan()]);
    expect(faults.at(-1)).toContain('progress is no position in the list; it is ignored');
  });

  it('takes a mark that is none for "not met": the scan goes on to the end', () => {
    expect(read(progressWith({ met: 'yes' })).bookmark.scan.hasMetTop).toBe(false);
  });

  it('does not go on where a former release was, and in silence, nor where everything is asked for', () => {
    expect(read(progressWith({ varied: false }))).toMatchObject({
      faults: [],
      bookmark: { resume: undefined },
    });
    expect(read(progressWith({}), true)).toMatchObject({ faults: [], bookmark: { resume: undefined } });
  });

  it.each<[string, unknown, number | undefined, number]>([
    ['none', null, undefined, 0],
    ['zero', 0, 0, 0],
    ['seconds', 90, 90, 0],
    ['below zero', -1, undefined, 1],
    ['a text', '90', undefined, 1],
  ])('knows a disorder that is a number of seconds: %s', (_, disorder, expected, faults) => {
    const result = read({ disorder });
    expect([result.bookmark.disorder, result.faults.length]).toEqual([expected, faults]);
  });

  it('says what is lost where the API does not list any more what came since', () => {
    const days = (count: number) => ({ timestamp: new Date((NOW - count * 24 * HOUR) * 1000).toISOString() });
    expect(read(days(30)).faults).toEqual([]);
    expect(read(days(31)).faults).toEqual([
      'bookmark: timestamp is 2025-12-31T12:00:00Z; the API lists 30 days only, so what lies between is lost',
    ]);
  });
});
