import { describe, expect, it } from 'vitest';
import { isDue, isUnderWay, openBookmark, readBegun } from '../../../src/bookmarks/bookmark.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';

const NOW = 1_769_860_800;
const at = (seconds: number) => new Date((NOW + seconds) * 1000).toISOString();

const open = (value: unknown) => openBookmark({ key: value }, { known: ['key'], former: [], now: NOW });

describe('a bookmark', () => {
  it('has no keys but its own, those of all, those of former releases, and any that is null', () => {
    const bookmark: JsonObject = { key: 1, begun: 1, key_of_old: 1, foreign: null, other: 1 };
    const { faults } = openBookmark(bookmark, { known: ['key'], former: ['key_of_old'], now: NOW });
    expect(faults).toEqual(['bookmark: other is none of the keys of this stream; it has no effect']);
  });

  it.each<[string, unknown, number | undefined, number]>([
    ['null', null, undefined, 0],
    ['an instant', at(-9), NOW - 9, 0],
    ['one as far ahead as clocks may differ, cut to the time', at(300), NOW, 0],
    ['one further ahead, which is void', at(301), undefined, 1],
    ['what is none', 'tuesday', undefined, 1],
  ])('has an instant: %s', (_, value, expected, faults) => {
    const values = open(value);
    expect([values.instant('key'), values.faults.length]).toEqual([expected, faults]);
  });

  it.each<[string, unknown, readonly unknown[], number]>([
    ['none', null, [], 0],
    [
      'some',
      [
        [at(0), at(0)],
        [at(-50), at(-40)],
      ],
      [
        [NOW - 50, NOW - 40],
        [NOW, NOW],
      ],
      0,
    ],
    [
      'one whose end is ahead, which is void by itself',
      [
        [at(-50), at(-40)],
        [at(-9), at(301)],
      ],
      [[NOW - 50, NOW - 40]],
      1,
    ],
    ['one whose end is a little ahead, cut to the time', [[at(-9), at(300)]], [[NOW - 9, NOW]], 0],
    ['no list', 'x', [], 1],
    ['one that is no list', [[at(-50), at(-40)], 'x'], [], 1],
    ['one that is null', [null], [], 1],
    ['one without an end', [[at(-50)], [at(-9), at(-8)]], [], 1],
    ['one with an end that is none', [[at(-50), 'x']], [], 1],
    ['one with a begin that is none', [['x', at(-50)]], [], 1],
    ['one of three', [[at(-50), at(-40), at(-30)]], [], 1],
    ['one that runs backwards', [[at(-40), at(-50)]], [], 1],
  ])('has spans, all of which are void if one is malformed: %s', (_, value, expected, faults) => {
    const values = open(value);
    expect([values.spans('key'), values.faults.length]).toEqual([expected, faults]);
  });

  it.each<[string, unknown, readonly string[], number]>([
    ['none', null, [], 0],
    ['some', ['a', 'b'], ['a', 'b'], 0],
    ['one of which is none', ['a', 5], [], 1],
    ['no list', 'a', [], 1],
  ])('has texts, all of which are void if one is malformed: %s', (_, value, expected, faults) => {
    const values = open(value);
    expect([values.texts('key'), values.faults.length]).toEqual([expected, faults]);
  });

  it.each<[string, unknown, JsonObject | undefined, number]>([
    ['none', [], undefined, 0],
    ['null', null, undefined, 0],
    ['one in a list', [{ a: 1 }], { a: 1 }, 0],
    ['one by itself, as first releases wrote it', { a: 1 }, { a: 1 }, 0],
    ['two', [{ a: 1 }, { a: 2 }], undefined, 1],
    ['what is none', [5], undefined, 1],
    ['no list', 'x', undefined, 1],
    ['a text with one character', 'a', undefined, 1],
  ])('has an object: %s', (_, value, expected, faults) => {
    const values = open(value);
    expect([values.object('key'), values.faults.length]).toEqual([expected, faults]);
  });
});

it('what is done once in an interval is due from nine tenths of it on', () => {
  expect([undefined, NOW - 90, NOW - 89].map((last) => isDue(last, 100, NOW))).toEqual([true, true, false]);
});

it('a stream is under way where its progress holds what has not failed', () => {
  expect(
    [[{}], [{ has_failed: false }], [{ has_failed: true }], [], null, [null]].map((progress) =>
      isUnderWay({ progress }),
    ),
  ).toEqual([true, true, false, false, false, false]);
});

it('the begin of a stream is no time that is further ahead than clocks may differ', () => {
  expect([at(-9), at(300), at(301), null, 'x'].map((begun) => readBegun({ begun }, NOW))).toEqual([
    NOW - 9,
    NOW + 300,
    undefined,
    undefined,
    undefined,
  ]);
});
