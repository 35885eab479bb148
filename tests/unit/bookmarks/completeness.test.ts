import { expect, it } from 'vitest';
import {
  createCompleteness,
  readCompleteness,
  writeCompleteness,
} from '../../../src/bookmarks/completeness.ts';

it('nothing is missing at first', () => {
  const { asked, refused, reasons } = createCompleteness();
  expect([asked, refused, reasons.size]).toEqual([0, 0, 0]);
});

it('reasons are counted, also those of an earlier run of the same pass', () => {
  const completeness = createCompleteness();
  completeness.add('gone');
  completeness.add('gone', 2);
  completeness.add('keyless', 5);
  completeness.asked += 1;
  completeness.take({
    asked: 10,
    refused: 4,
    reasons: [
      ['gone', 10],
      ['failed', 1],
    ],
  });
  expect(completeness).toMatchObject({ asked: 11, refused: 4 });
  expect([...completeness.reasons]).toEqual([
    ['gone', 13],
    ['keyless', 5],
    ['failed', 1],
  ]);
});

it('it is read as it was written, with what failed and is not read again', () => {
  const completeness = createCompleteness();
  expect(writeCompleteness(completeness, 0)).toEqual({ asked: 0, refused: 0, reasons: [] });
  completeness.add('gone', 2);
  completeness.asked = 9;
  const written = writeCompleteness(completeness, 3);
  expect(written).toEqual({
    asked: 9,
    refused: 0,
    reasons: [
      ['gone', 2],
      ['failed', 3],
    ],
  });
  expect(readCompleteness(written)).toEqual(written);
  completeness.add('failed', 2);
  expect(writeCompleteness(completeness, 3).reasons).toEqual([
    ['gone', 2],
    ['failed', 5],
  ]);
  expect(writeCompleteness(completeness, 0).reasons).toEqual([
    ['gone', 2],
    ['failed', 2],
  ]);
});

it.each<[string, { readonly [key: string]: unknown }]>([
  ['no number of those that were asked for', { asked: null }],
  ['a number that is none', { asked: '1' }],
  ['a number below 0', { refused: -1 }],
  ['a number with a fraction', { refused: 1.5 }],
  ['no reasons', { reasons: undefined }],
  ['reasons that are no list', { reasons: {} }],
  ['a reason that is no pair', { reasons: [['gone', 1], 'gone'] }],
  [
    'a reason that is none',
    {
      reasons: [
        ['gone', 1],
        ['bored', 1],
      ],
    },
  ],
  ['a reason without its number', { reasons: [['gone']] }],
])('it is void with %s', (_, more) => {
  const sound = { asked: 1, refused: 0, reasons: [['gone', 1]] };
  expect(readCompleteness(sound)).toEqual(sound);
  expect(readCompleteness({ ...sound, ...more })).toBeUndefined();
});
