import { describe, expect, it } from 'vitest';
import { compareClocks } from '../../../src/time/clocks.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const YEAR = 365 * 86_400_000;

describe('compareClocks', () => {
  it('says nothing of clocks that agree within five minutes', () => {
    expect(compareClocks(NOW, NOW + 300_000)).toEqual({
      earlier: NOW,
      later: NOW + 300_000,
      isDated: true,
      warning: undefined,
    });
  });

  it.each([
    ['the API a year ahead', NOW + YEAR, NOW],
    ['an answer out of a cache that does not tell its age', NOW - 6 * 3_600_000, NOW],
    ['this machine a day ahead', NOW, NOW + 86_400_000],
  ])('reads to the later and remembers by the earlier, and names both: %s', (_, api, machine) => {
    const { earlier, later, isDated, warning } = compareClocks(api, machine);
    expect([earlier, later, isDated]).toEqual([Math.min(api, machine), Math.max(api, machine), true]);
    expect(warning).toMatch(/API's clock shows 20.*this machine's clock 20/);
  });

  it('takes a time before any release for none', () => {
    expect(compareClocks(0, NOW)).toMatchObject({ earlier: NOW, later: NOW, isDated: false });
    expect(compareClocks(NOW, 0)).toMatchObject({ earlier: NOW, later: NOW, isDated: true });
    expect(compareClocks(0, NOW).warning).toContain('1970-01-01');
  });

  it('takes a time that is decades ahead of the other one for none: nobody could read up to it', () => {
    const ages = Date.parse('9999-12-31T23:59:59Z');
    expect(compareClocks(ages, NOW)).toMatchObject({ earlier: NOW, later: NOW, isDated: false });
    expect(compareClocks(NOW, ages)).toMatchObject({ earlier: NOW, later: NOW, isDated: true });
    expect(compareClocks(ages, NOW).warning).toMatch(/API's clock shows 9999.*: the first is none/);
    expect(compareClocks(NOW, ages).warning).toMatch(/this machine's clock 9999.*: the second is none/);
    expect(compareClocks(NOW + 9 * YEAR, NOW)).toMatchObject({ later: NOW + 9 * YEAR, isDated: true });
  });

  it('has this machine alone where the API shows no date, and says so', () => {
    expect(compareClocks(undefined, NOW)).toMatchObject({ earlier: NOW, later: NOW, isDated: false });
    expect(compareClocks(undefined, NOW).warning).toContain('no date');
    expect(compareClocks(undefined, 0)).toMatchObject({ earlier: 0, later: 0, isDated: false });
  });
});
