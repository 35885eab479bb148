import { describe, expect, it } from 'vitest';
import { ExactDecimal } from '../../../src/json/parse-json.ts';
import { isDeeperThan, isTooLarge, LARGEST_RECORD } from '../../../src/records/limits.ts';
import { shrink } from '../../../src/records/shrink.ts';
import { recordMessages, toTimeExtracted } from '../../../src/singer/messages.ts';
import { streamNames } from '../../../src/streams/definitions.ts';

const NOW_MS = Date.parse('2026-01-31T12:00:00.123Z');

type Column = Parameters<typeof shrink>[0][number];

const column = (name: string, text: string, more: Partial<Column> = {}): Column => ({
  name,
  isKey: false,
  text: `|${name}:${text}`,
  absent: `|${name}:null`,
  ...more,
});

function shrunk(columns: readonly Column[]) {
  const faults: string[] = [];
  const text = shrink(columns, (kind, field) => void faults.push(`${field}: ${kind}`));
  return { text, faults };
}

const tooLarge = (name: string) => `${name}: value too large for a line set to null`;

describe('a record', () => {
  it('that fits is written as it is', () => {
    expect(shrunk([column('a', '1'), column('b', '2')])).toEqual({ text: '|a:1|b:2}', faults: [] });
  });

  it('that is as long as a line may be fits, and no longer one', () => {
    const around = '|a:1|b:}'.length;
    const fits = 'x'.repeat(LARGEST_RECORD - around);
    expect(shrunk([column('a', '1'), column('b', fits)]).faults).toEqual([]);
    expect(shrunk([column('a', '1'), column('b', `${fits}x`)])).toEqual({
      text: '|a:1|b:null}',
      faults: [tooLarge('b')],
    });
  });

  it('loses its largest value in bytes, the first of those that are as large, until it fits', () => {
    const large = 'x'.repeat(20e6);
    const columns = [
      column('a', large),
      column('b', large),
      column('c', 'ä'.repeat(11e6)),
      column('d', '{}', { absent: '|d:{}' }),
    ];
    const { text, faults } = shrunk(columns);
    expect(faults).toEqual([tooLarge('c')]);
    expect(text?.endsWith('|c:null|d:{}}')).toBe(true);
    const three = ['a', 'b', 'c'].map((name) => column(name, large));
    expect(shrunk(three).faults).toEqual([tooLarge('a')]);
  });

  it('takes the form of an absent value that its schema allows', () => {
    const columns = [column('a', 'x'.repeat(46e6), { absent: '|a:[]' }), column('b', '1')];
    expect(shrunk(columns).text).toBe('|a:[]|b:1}');
  });

  it('is skipped where its key is too large, or nothing more can be left out', () => {
    const large = 'x'.repeat(46e6);
    const skipped = (name: string) => ({
      text: undefined,
      faults: [`${name}: record without its key skipped`],
    });
    expect(shrunk([column('id', large, { isKey: true }), column('b', '1')])).toEqual(skipped('id'));
    expect(shrunk([column('a', '', { text: large, absent: large }), column('b', '1')])).toEqual(skipped('a'));
  });
});

it.each<[string, boolean]>([
  ['x'.repeat(LARGEST_RECORD), false],
  ['x'.repeat(LARGEST_RECORD + 1), true],
  ['€'.repeat(Math.floor(LARGEST_RECORD / 3)), false],
  ['€'.repeat(Math.ceil(LARGEST_RECORD / 3)), true],
])('a text is too large by its bytes', (text, expected) => {
  expect(isTooLarge(text)).toBe(expected);
});

it('the line around the largest record is of 45 MB at most, whatever the stream', () => {
  for (const stream of streamNames) {
    const around = recordMessages(stream, toTimeExtracted(NOW_MS), NOW_MS)('').length + 1;
    expect(LARGEST_RECORD + around).toBeLessThanOrEqual(45_000_000);
  }
});

it.each<[number, unknown, boolean]>([
  [0, 1, false],
  [0, null, false],
  [0, new ExactDecimal('1.00000000000000000001'), false],
  [0, {}, true],
  [0, [], true],
  [1, {}, false],
  [1, { a: 1, b: [] }, true],
  [2, { a: 1, b: [] }, false],
  [2, [[{}]], true],
  [3, [[{}], 1], false],
])('more than %d levels has %o: %s', (levels, value, expected) => {
  expect(isDeeperThan(levels, value)).toBe(expected);
});
