import { expect, it } from 'vitest';
import { drawBars, drawTable } from './draw.ts';

it('a table has numbers to the right and texts on one line to the left', () => {
  const rows = [
    [7, 'Zeile eins\nZeile zwei'],
    [1234, null],
  ];
  expect(drawTable(['sent', 'name'], rows).split('\n')).toEqual([
    'sent   name',
    '────────────────────────────',
    '   7   Zeile eins Zeile zwei',
    '1234',
  ]);
});

it('the longest bar is as wide as was asked for, and is filled as far as the part goes', () => {
  const rows = [
    ['Monday', 10, 5],
    ['Tuesday', 5, 0],
  ];
  expect(drawBars(rows, 4).split('\n')).toEqual(['Monday  ██░░ 10, 5', 'Tuesday  ░░ 5, 0']);
});
