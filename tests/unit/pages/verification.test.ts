import { describe, expect, it } from 'vitest';
import { PagesShiftedError } from '../../../src/pages/verification.ts';
import { RequestError } from '../../../src/request-error.ts';
import { readScript, rowsOf, type Script } from './scripted-list.ts';

/** Three pages, of which the last is empty; `second` are the rows of the second one, each time that it is asked for. */
function ending(...second: readonly number[][]): Script {
  let count = 0;
  return (cursor) => {
    if (cursor === undefined) return { rows: rowsOf(1, 2), next: '2' };
    if (cursor === '4') return { rows: [], next: '' };
    const rows = second[Math.min(count, second.length - 1)] ?? [];
    count += 1;
    return { rows: rows.map((id) => ({ id })), next: '4' };
  };
}

/** Each answer is dated so many seconds after the one before. */
const slow = (seconds: number) => (count: number) => count * seconds * 1000;

describe('an end whose verification took so long that the cursor may have been forgotten meanwhile', () => {
  it('is verified again', async () => {
    const soon = await readScript(ending([3, 4]), { apiDate: slow(10) });
    expect(soon.asked).toEqual(['-', '2', '4', '2', '4']);
    const late = await readScript(ending([3, 4]), {
      apiDate: (count) => (count < 5 ? 0 : 11_000),
    });
    expect(late.asked).toEqual(['-', '2', '4', '2', '4', '2', '4']);
    expect([late.ids, late.ending]).toEqual([[1, 2, 3, 4], { how: 'verified', reasons: [] }]);
  });

  it('gives out what each of the verifications has brought', async () => {
    const script = ending([3, 4], [3, 4, 5], [3, 4, 5, 6]);
    const { ids } = await readScript(script, { apiDate: (count) => (count < 5 ? 0 : 11_000) });
    expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is given up after five times', async () => {
    await expect(readScript(ending([3, 4]), { apiDate: slow(11) })).rejects.toThrow(PagesShiftedError);
    const soonAtLast = (count: number) => Math.min(count, 12) * 11_000;
    const { asked } = await readScript(ending([3, 4]), { apiDate: soonAtLast });
    expect(asked).toHaveLength(13);
    const soonTooLate = (count: number) => Math.min(count, 13) * 11_000;
    await expect(readScript(ending([3, 4]), { apiDate: soonTooLate })).rejects.toThrow(PagesShiftedError);
  });
});

describe('a later page that is refused, and then empty,', () => {
  const refusal = new RequestError({ path: '/v1/rows' }, { kind: 'status', status: 400 }, 1);

  /** The third page is refused, then empty so many times; a last page lies behind it. */
  const refusedThenEmpty = (times: number): Script => {
    let count = 0;
    return (cursor) => {
      if (cursor === undefined) return { rows: rowsOf(1, 2), next: '2' };
      if (cursor === '2') return { rows: rowsOf(3, 4), next: '4' };
      count += 1;
      if (count === 1) return refusal;
      return count <= 1 + times ? { rows: [], next: '' } : { rows: rowsOf(5, 6), next: '' };
    };
  };

  it('is no end as long as a single answer was empty', async () => {
    expect((await readScript(refusedThenEmpty(1))).ids).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is the end once two answers have agreed', async () => {
    const { ids, asked, ending: end } = await readScript(refusedThenEmpty(2));
    expect([ids, end]).toEqual([[1, 2, 3, 4], { how: 'verified', reasons: [] }]);
    expect(asked).toEqual(['-', '2', '4', '2', '4', '2', '4']);
  });
});
