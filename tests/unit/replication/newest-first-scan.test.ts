import { describe, expect, it } from 'vitest';
import { newScan, type Scan } from '../../../src/bookmarks/newest-first-bookmark.ts';
import type { Page } from '../../../src/pages/partition.ts';
import {
  complete,
  measureOrder,
  nextDisorder,
  planStop,
} from '../../../src/replication/newest-first-scan.ts';
import { makePage } from '../pages/make-page.ts';

const DAY = 86_400;

function pageOf(times: readonly (number | undefined)[], more: Partial<Page> = {}): Page {
  const records = times.map((timestamp, index) => ({ id: `${index}`, timestamp }));
  return makePage(records, { cursor: 'c', ...more });
}

const instantOf = ({ timestamp }: { readonly [key: string]: unknown }) =>
  typeof timestamp === 'number' ? timestamp : undefined;

const measure = (scan: Scan, page: Page) =>
  measureOrder(scan, page, { instantOf, before: scan.oldest, isDated: true });

describe('a scan may stop', () => {
  const known = { timestamp: 100 * DAY, disorder: 60, lookedBack: 99.5 * DAY };
  const looks = (isLookbackDue: boolean) => ({ isLookbackDue, lookbackSeconds: DAY });

  it('an hour before the bookmark, less what the list was out of order', () => {
    expect(planStop(known, looks(false))).toEqual({ oldest: 100 * DAY - 3600 - 60 });
  });

  it('where a lookback is due, as far before the last lookback as the setting says, less the disorder', () => {
    expect(planStop(known, looks(true))).toEqual({ oldest: 98.5 * DAY - 60 });
    // Never later than any other scan.
    expect(planStop({ ...known, lookedBack: 105 * DAY }, looks(true))).toEqual({
      oldest: 100 * DAY - 3600 - 60,
    });
  });

  it.each([
    ['nothing has been read', { timestamp: undefined }],
    ['the disorder is not known', { disorder: undefined }],
    ['a lookback is due that has none before it', { lookedBack: undefined }],
  ])('at the end alone where %s', (_, lacking) => {
    expect(planStop({ ...known, ...lacking }, looks(true))).toBeUndefined();
  });
});

describe('the disorder of a list', () => {
  it('is the largest rise from the oldest instant so far, over all pages; records without a time say nothing', () => {
    const scan = newScan();
    measure(scan, pageOf([100, 90, undefined, 95]));
    measure(scan, pageOf([80, 97, 70]));
    expect(scan).toMatchObject({ disorder: 17, newest: 100, oldest: 70 });
  });

  it('is measured across pages, also over one whose records have no time', () => {
    const scan = newScan();
    measure(scan, pageOf([undefined]));
    expect(scan).toEqual(newScan());
    measure(scan, pageOf([100, 90]));
    measure(scan, pageOf([undefined]));
    measure(scan, pageOf([95, 60]));
    expect(scan).toMatchObject({ disorder: 5, newest: 100, oldest: 60 });
  });

  it('is measured within a page that has taken the place of another, not from the ones before', () => {
    const scan = newScan();
    measure(scan, pageOf([50, 40]));
    measure(scan, pageOf([90, 85, 88], { isInPlace: false }));
    expect(scan).toMatchObject({ disorder: 3, newest: 90, oldest: 40 });
  });

  it('is measured from known records to new ones, not to known ones, which may have moved down', () => {
    const scan = newScan();
    const page = pageOf([50, 40, 48, 45]);
    measure(scan, { ...page, newThisPass: page.records.slice(3) });
    expect(scan).toMatchObject({ disorder: 5, oldest: 40 });
  });

  it('is not measured from the pages before to new records above known ones, which have come on top meanwhile', () => {
    const scan = newScan();
    measure(scan, pageOf([50, 40]));
    const page = pageOf([90, undefined, 91, 50, 42, 39]);
    measure(scan, { ...page, keys: [...'abcdef'], newThisPass: page.records.toSpliced(3, 1) });
    expect(scan).toMatchObject({ disorder: 2, newest: 91, oldest: 39 });
  });

  it('is measured from the pages before to new records above one without a key, which says nothing', () => {
    const scan = newScan();
    measure(scan, pageOf([50, 40]));
    const page = pageOf([45, 39]);
    measure(scan, { ...page, keys: ['0', undefined], newThisPass: page.records.slice(0, 1) });
    expect(scan).toMatchObject({ disorder: 5, oldest: 39 });
  });

  const scanOf = (disorder: number, newest = 100 * DAY, oldest = 90 * DAY) => ({
    ...newScan(),
    disorder,
    newest,
    oldest,
  });

  it('is what a scan to the end has seen; another scan can only raise it', () => {
    expect(nextDisorder(500, scanOf(60), true)).toBe(60);
    expect(nextDisorder(500, scanOf(60), false)).toBe(500);
    expect(nextDisorder(500, scanOf(600), false)).toBe(600);
    expect(nextDisorder(undefined, scanOf(60), false)).toBeUndefined();
  });

  it.each([
    ['it is more than two days', scanOf(2 * DAY + 1)],
    ['it is more than half of what the list holds', scanOf(61, 220, 100)],
    ['all records are of one instant', scanOf(0, 100, 100)],
    ['there is no record', newScan()],
  ])('is not known where %s', (_, scan) => {
    expect(nextDisorder(undefined, scan, true)).toBeUndefined();
  });

  it('of exactly two days, or half of what the list holds, still counts', () => {
    expect(nextDisorder(undefined, scanOf(2 * DAY), true)).toBe(2 * DAY);
    expect(nextDisorder(undefined, scanOf(60, 220, 100), true)).toBe(60);
  });
});

it('a page that was in its place after all is compared with what came before it', () => {
  const scan = newScan();
  measure(scan, makePage([{ timestamp: 100 }], { cursor: 'a' }));
  const page = makePage([{ timestamp: 500 }, { timestamp: 480 }], { cursor: 'b' });
  measure(scan, { ...page, isInPlace: false });
  expect(scan.disorder).toBe(0);
  measure(scan, { ...page, newThisPass: [], isInPlaceAfterAll: true });
  expect(scan.disorder).toBe(400);
});

describe('a scan that is complete', () => {
  const END = { wentToEnd: false, hasLookedBack: true, isDated: true };
  const completed = (
    { timestamp, lookedBack, top = [] }: { timestamp?: number; lookedBack?: number; top?: string[] },
    scan: Partial<ReturnType<typeof newScan>>,
    end = END,
  ) =>
    complete(
      { timestamp, lookedBack, top, disorder: 0, resume: undefined, scan: { ...newScan(), ...scan } },
      end,
    );

  it.each<[string, number | undefined, number | undefined, number | undefined, number | undefined]>([
    ['the newest that came', 50, 60, 70, 60],
    ['when it began, if that is earlier', 50, 80, 70, 70],
    ['when it began, if nothing came', 50, undefined, 70, 70],
    ['where it was, if that is later', 65, 60, 70, 65],
    ['the newest that came, where nothing was read before', undefined, 60, 70, 60],
    ['where it was, where it has not begun', 50, undefined, undefined, 50],
    ['the newest that came, where it is not known when it began', 50, 60, undefined, 60],
  ])('moves the bookmark to %s', (_, timestamp, newest, began, expected) => {
    expect(
      completed({ ...(timestamp === undefined ? {} : { timestamp }) }, { newest, began }).timestamp,
    ).toBe(expected);
  });

  it('is a lookback from when it began, or else changes nothing of that', () => {
    const looked = (began: number | undefined, end = END) =>
      completed({ lookedBack: 40 }, { newest: 500, began }, end).lookedBack;
    expect([looked(600), looked(undefined)]).toEqual([600, 40]);
    expect(looked(600, { ...END, hasLookedBack: false })).toBe(40);
    expect(looked(600, { ...END, isDated: false })).toBe(200);
    expect(looked(100, { ...END, isDated: false })).toBe(100);
  });

  it('of an empty list moves nothing where the time is not known', () => {
    const undated = { ...END, isDated: false };
    const { timestamp, lookedBack } = completed({ timestamp: 50, lookedBack: 40 }, { began: 70 }, undated);
    expect([timestamp, lookedBack]).toEqual([50, 40]);
    expect(completed({}, { began: 70 }, undated)).toMatchObject({ timestamp: undefined });
  });

  it('counts, where the time is not known, to five minutes before the newest that came, not past its beginning', () => {
    const reached = (began: number) =>
      completed({}, { newest: 500, began }, { ...END, isDated: false }).timestamp;
    expect([reached(600), reached(100)]).toEqual([200, 100]);
  });

  it('remembers what was on top, unless nothing was', () => {
    expect(completed({ top: ['a'] }, { top: ['b'] }).top).toEqual(['b']);
    expect(completed({ top: ['a'] }, {}).top).toEqual(['a']);
  });
});
