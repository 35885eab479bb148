import { describe, expect, it } from 'vitest';
import type { Partition } from '../../../src/pages/partition.ts';
import { PagesShiftedError } from '../../../src/pages/verification.ts';
import { RequestError } from '../../../src/request-error.ts';
import { type Body, readScript, rowsOf, type Script } from './scripted-list.ts';

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

  it('is no end at a single empty answer where the first page came before', async () => {
    const first = { rows: rowsOf(1, 2), next: '2' };
    const behind = [page([]), first, page([]), first];
    const script = answers({ '-': [first], 2: [page([3, 4], '4')], 4: behind });
    // The first page comes back eleven seconds after the page before it.
    const apiDate = (count: number) => (count < 5 ? 0 : 11_000);
    expect((await readScript(script, { apiDate })).ending).toEqual({
      how: 'verified',
      reasons: ['unproved'],
    });
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

/** Answers to each cursor, one after the other; the last one stays. */
function answers(given: Readonly<Record<string, readonly (Body | Error)[]>>): Script {
  const counts = new Map<string, number>();
  return (cursor = '-') => {
    const all = given[cursor] ?? [];
    const count = counts.get(cursor) ?? 0;
    counts.set(cursor, count + 1);
    return all[Math.min(count, all.length - 1)] ?? new Error(`nobody gave ${cursor}`);
  };
}

const page = (ids: readonly number[], next = ''): Body => ({ rows: ids.map((id) => ({ id })), next });
const refused = (status: number) => new RequestError({ path: '/v1/rows' }, { kind: 'status', status }, 1);
const instantOf = ({ id }: { readonly [key: string]: unknown }) => Number(id);

it('a page that leads back, and then a single empty answer, is no end', async () => {
  const third = [page([9], '2'), page([]), page([5, 6])];
  const script = answers({ '-': [page([1, 2], '2')], 2: [page([3, 4], '4')], 4: third });
  const { ids, asked } = await readScript(script);
  expect(ids).toEqual([1, 2, 3, 4, 9, 5, 6]);
  expect(asked).toEqual(['-', '2', '4', '2', '4', '2', '4']);
});

it('an end that leads back to a first page of which nothing is known any more proves nothing', async () => {
  // All of the first page is new by now, and so much of the list was out of order that its times say nothing.
  const top = [page([1, 2], '2'), page([20, 21], '2')];
  const back = page([20, 21], '2');
  const script = answers({ '-': top, 2: [page([3, 9], '4')], 4: [page([8, 7], '6')], 6: [back] });
  const { ids, ending: end } = await readScript(script, { instantOf });
  expect([ids, end.reasons]).toEqual([[1, 2, 3, 9, 8, 7, 20, 21], ['unproved']]);
});

it('an end that leads back to a later page proves nothing, unless it is itself', async () => {
  const first = { '-': [page([1, 2], '2')], 2: [page([3, 4], '4')], 4: [page([5, 6], '6')] };
  const back = await readScript(answers({ ...first, 6: [page([7, 8], '4')] }));
  expect([back.ids, back.ending.reasons]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], ['unproved']]);
  const itself = await readScript(answers({ ...first, 6: [page([7, 8], '6')] }));
  expect([itself.ids, itself.ending.reasons]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], []]);
});

describe('a page that fails', () => {
  it('fails the reading where it is the first one', async () => {
    for (const error of [refused(400), new Error('no more files')])
      await expect(readScript(answers({ '-': [error] }))).rejects.toBe(error);
  });

  it('later, fails the reading unless the API has refused it', async () => {
    for (const error of [refused(500), new Error('no more files')]) {
      const script = answers({ '-': [page([1], 'a')], a: [error] });
      await expect(readScript(script)).rejects.toBe(error);
    }
  });

  it('when it is asked for again, ends the run where it is not the API that has answered', async () => {
    const error = new Error('no more files');
    const script = answers({ '-': [page([1], 'a')], a: [page([2], 'b'), error], b: [page([])] });
    await expect(readScript(script)).rejects.toBe(error);
  });

  it('again and again, says how the API refuses it', async () => {
    const script = answers({ '-': [page([1], 'a')], a: [page([2], 'b')], b: [refused(410)] });
    await expect(readScript(script)).rejects.toThrow(PagesShiftedError);
    await expect(readScript(script)).rejects.toThrow(/^GET \/v1\/rows: a later page.* is refused: .*410/);
  });
});

it('a list that gets newer does not end at a single empty answer to the page that showed it', async () => {
  // That page begins with something newer than the first one, as that one would for a forgotten cursor.
  const script = answers({
    '-': [page([1], 'b')],
    b: [page([5, 6], 'c'), page([]), page([5, 6], 'c')],
    c: [page([7, 8])],
  });
  const { ids, asked } = await readScript(script, { instantOf });
  expect(ids).toEqual([1, 5, 6, 7, 8]);
  expect(asked.slice(0, 6)).toEqual(['-', 'b', '-', 'b', '-', 'b']);
});

it('a page that was taken for the first one, and was in its own place, has jumped; the first page in its place has not', async () => {
  const list = { '-': [page([1], 'b')], b: [page([5, 6], 'c')], c: [page([7])] };
  const jumped = await readScript(answers(list), { instantOf });
  const marks = ({ pages }: typeof jumped) =>
    pages.map(({ isInPlaceAfterAll }) => isInPlaceAfterAll === true);
  expect([jumped.ids, marks(jumped)]).toEqual([
    [1, 5, 6, 7],
    [false, false, true, false],
  ]);
  const forgotten = { '-': [page([9, 8], 'b')], b: [page([10, 9], 'b'), page([7, 6])] };
  const moved = await readScript(answers(forgotten), { instantOf });
  expect([moved.ids, marks(moved).includes(true)]).toEqual([[9, 8, 10, 7, 6], false]);
});

it('a later page that begins with something newer, and is not the first one, shows a list that gets newer', async () => {
  // Of the rest of a window, all is known already.
  const script = answers({ '-': [page([5, 1], 'a'), page([1], 'b')], b: [page([5])] });
  const follow = (partition: Partition) =>
    partition.key.length === 0 ? { ...partition, key: ['the rest'] } : 'cursor';
  const { ids, asked, ending: end } = await readScript(script, { instantOf, follow });
  expect({ ids, asked, end }).toEqual({
    ids: [5, 1],
    asked: ['-', '-', 'b', '-', 'b', '-', '-', 'b'],
    end: { how: 'verified', reasons: [] },
  });
});

describe('an end that is verified', () => {
  it('is the end where the page before leads to nothing by now', async () => {
    const script = answers({ '-': [page([1], 'a')], a: [page([2], 'b'), page([2, 3])], b: [page([])] });
    const { ids, asked, ending: end } = await readScript(script);
    expect({ ids, asked, end }).toEqual({
      ids: [1, 2, 3],
      asked: ['-', 'a', 'b', 'a'],
      end: { how: 'verified', reasons: [] },
    });
  });

  it('is followed by what the page before leads to now, though that leads back', async () => {
    const script = answers({
      '-': [page([1], 'a')],
      a: [page([2], 'b'), page([2], 'c')],
      b: [page([])],
      c: [page([3], 'a')],
    });
    expect((await readScript(script)).ids).toEqual([1, 2, 3]);
  });

  it('is looked for anew where others have come on top', async () => {
    const script = answers({
      '-': [page([9, 8], 'a')],
      a: [page([7, 6], 'b'), page([8], 'c')],
      b: [page([])],
      c: [page([7, 6])],
    });
    const { ids, asked } = await readScript(script, { instantOf });
    expect([ids, asked]).toEqual([
      [9, 8, 7, 6],
      ['-', 'a', 'b', 'a', 'c', 'a', 'c'],
    ]);
  });

  it('proves nothing where a refusal was followed by more, and then by nothing', async () => {
    const script = answers({
      '-': [page([1], 'a')],
      a: [page([2], 'b'), page([2, 3], 'b')],
      b: [refused(404), page([])],
    });
    const { ids, ending: end } = await readScript(script);
    expect([ids, end]).toEqual([[1, 2, 3], { how: 'verified', reasons: ['unproved'] }]);
  });

  it('says that the pages do not join where the page before is another one', async () => {
    const script = answers({ '-': [page([1], 'a')], a: [page([2], 'b'), page([9], 'b')], b: [page([])] });
    await expect(readScript(script)).rejects.toMatchObject({
      name: 'PagesShiftedError',
      message: expect.stringMatching(/^GET \/v1\/rows: the list has changed so much/),
    });
  });

  it('begins anew twice at most, however often the first page comes with something new', async () => {
    let next = 3;
    const script: Script = (cursor) => {
      if (cursor === 'a') return page([2], 'b');
      if (cursor === 'b') return page([1], 'a');
      next += 1;
      return page(next === 4 ? [1] : [1, next], 'a');
    };
    const { asked, ids, ending: end } = await readScript(script);
    expect(asked.filter((cursor) => cursor === '-')).toHaveLength(3);
    expect([...ids].sort()).toEqual([1, 2, 5, 6]);
    expect(end).toEqual({ how: 'verified', reasons: ['unproved'] });
  });

  it.each([
    [
      'fails where each cursor leads to its first page',
      () => false,
      'answers each cursor with the first page',
    ],
    ['ends where cursors have led on', (cursor: string) => cursor === 't60', undefined],
  ])('which gets something new with each answer, %s', async (_, leadsOn, failure) => {
    let newest = 59;
    const script: Script = (cursor) => {
      newest += 1;
      const first = cursor !== undefined && leadsOn(cursor) ? 5 : newest;
      const rows = rowsOf(first, first === 5 ? 1 : first - 29).map(({ id }) => ({ id, at: id }));
      return { rows, next: `t${first === 5 ? 'five' : newest}` };
    };
    const reading = readScript(script, { instantOf });
    if (failure !== undefined) await expect(reading).rejects.toThrow(failure);
    else expect((await reading).ending).toEqual({ how: 'verified', reasons: ['unproved'] });
  });

  it('begins anew also where all of more than a hundred pages are known by then', async () => {
    let rows = rowsOf(110, 1).map(({ id }) => ({ id, at: id }));
    let firsts = 0;
    const script: Script = (cursor) => {
      firsts += cursor === undefined ? 1 : 0;
      if (firsts === 2 && rows.length === 110) rows = [{ id: 111, at: 111 }, ...rows];
      const from = Number(cursor ?? 0) < rows.length ? Number(cursor ?? 0) : 0;
      return { rows: rows.slice(from, from + 1), next: String(from + 1) };
    };
    const { ids } = await readScript(script, { instantOf });
    expect([ids.length, new Set(ids).size]).toEqual([111, 111]);
  });
});

describe('a position in a numbered list', () => {
  it('is asked for without the first page, which cannot come in its place', async () => {
    const script = answers({ 2: [page([3, 4])], 4: [page([])] });
    const partition = { resumeAt: { cursor: '2', keys: ['3'] } };
    const pagination = { kind: 'offset', limit: 80 } as const;
    const { ids, asked } = await readScript(script, { partition, pagination });
    expect([ids, asked]).toEqual([
      [3, 4],
      ['2', '4'],
    ]);
  });
});
