import { describe, expect, it } from 'vitest';
import { readToldFields } from '../../../src/bookmarks/told-fields.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z') / 1000;

describe('unknown fields that were named', () => {
  it('are named once, and kept with the day', () => {
    const told = readToldFields({}, NOW);
    expect([told.add('beta'), told.add('beta'), told.add('gamma')]).toEqual([true, false, true]);
    expect(told.write()).toEqual([
      ['beta', '2026-11-29'],
      ['gamma', '2026-11-29'],
    ]);
  });

  it('are named again after thirty days', () => {
    const told = readToldFields(
      {
        told: [
          ['older', '2026-10-29'],
          ['beta', '2026-10-31'],
        ],
      },
      NOW,
    );
    expect([told.add('older'), told.add('beta')]).toEqual([true, false]);
    expect(told.write()).toEqual([
      ['beta', '2026-10-31'],
      ['older', '2026-11-29'],
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no list', 'beta'],
    ['no pairs', ['beta', ['beta'], ['beta', 5], [1, '2026-11-28'], { beta: '2026-11-28' }]],
    [
      'days that are none, or lie ahead',
      [
        ['beta', 'monday'],
        ['beta', '2027-01-01'],
      ],
    ],
  ])('of a bookmark that holds %s are none', (_, value) => {
    const told = readToldFields({ told: value }, NOW);
    expect(told.write()).toEqual([]);
    expect(told.add('beta')).toBe(true);
  });

  it('are a hundred at most, the latest ones', () => {
    const told = readToldFields({}, NOW);
    for (let field = 0; field < 150; field += 1) told.add(`field_${field}`);
    const kept = told.write();
    expect([kept.length, kept.at(-1)]).toEqual([100, ['field_149', '2026-11-29']]);
  });
});
