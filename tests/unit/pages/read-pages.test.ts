import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../src/api.ts';
import { createKeyMemory } from '../../../src/pages/key-memory.ts';
import { newListKnowledge } from '../../../src/pages/list-knowledge.ts';
import type { Partition } from '../../../src/pages/partition.ts';
import { readPages } from '../../../src/pages/read-pages.ts';
import { PagesShiftedError } from '../../../src/pages/verification.ts';
import { RequestError } from '../../../src/request-error.ts';
import { ShapeError } from '../../../src/shape-error.ts';
import { type Body, offsets, type Row, readScript, rowsOf, type Script } from './scripted-list.ts';

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);
const refused = (status: number) => new RequestError({ path: '/v1/rows' }, { kind: 'status', status }, 1);
const instantOf = (record: { readonly [key: string]: unknown }) => Number(record['at'] ?? record['id']);

describe('a list that ends as it should', () => {
  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
  ])('ends on a page whose next is %s, without another request', async (_, next) => {
    const script: Script = (cursor) =>
      cursor
        ? { rows: rowsOf(3, 4), ...(next === undefined ? {} : { next }) }
        : { rows: rowsOf(1, 2), next: 'b' };
    const { ids: given, asked, ending } = await readScript(script);
    expect({ given, asked, ending }).toEqual({
      given: [1, 2, 3, 4],
      asked: ['-', 'b'],
      ending: { how: 'verified', reasons: [] },
    });
  });

  it('is empty where its first page is empty, whether as a list or as null', async () => {
    for (const rows of [[], null]) {
      const { ids: given, asked } = await readScript(() => ({ rows, next: '' }));
      expect({ given, asked }).toEqual({ given: [], asked: ['-'] });
    }
  });

  it('is read anew where an empty page that led on does not any more: its cursor may be forgotten, too', async () => {
    let isForgotten = false;
    const script: Script = (cursor) => {
      if (cursor === 'b') isForgotten = true;
      if (cursor === undefined) return { rows: rowsOf(1, 2), next: 'a' };
      return { rows: [], ...(cursor === 'a' && !isForgotten ? { next: 'b' } : {}) };
    };
    await expect(readScript(script)).rejects.toThrow(PagesShiftedError);
  });

  it('goes on behind an empty page with a new next', async () => {
    const script: Script = (cursor) =>
      ({ a: { rows: [], next: 'b' }, b: { rows: rowsOf(3, 3) } })[cursor ?? ''] ?? {
        rows: rowsOf(1, 2),
        next: 'a',
      };
    expect((await readScript(script)).ids).toEqual([1, 2, 3]);
  });

  it('asks for the next page before this one is parsed where all pages are wanted', async () => {
    const order: string[] = [];
    const script: Script = (cursor) => {
      order.push(`ask ${cursor ?? '-'}`);
      return cursor ? { rows: rowsOf(2, 2) } : { rows: rowsOf(1, 1), next: 'b' };
    };
    await readScript(script, {
      partition: { readsToEnd: true },
      between: (page) => order.push(`page ${page}`),
    });
    expect(order).toEqual(['ask -', 'ask b', 'page 1', 'page 2']);
  });
});

it('goes on behind the second answer where a first one, which was empty, led elsewhere', async () => {
  let count = 0;
  const script: Script = (cursor) => {
    if (cursor === undefined) return { rows: rowsOf(1, 2), next: 'b' };
    if (cursor === 'b') {
      count += 1;
      return count === 1 ? { rows: [], next: 'end' } : { rows: rowsOf(3, 4), next: 'c' };
    }
    return cursor === 'c' ? { rows: rowsOf(5, 6), next: '' } : { rows: [], next: '' };
  };
  const read = await readScript(script, { deletesUnread: true, partition: { readsToEnd: true } });
  expect(read.pages.map(({ cursor }) => cursor)).toEqual([undefined, 'b', 'c']);
  expect(read.asked).toEqual(['-', 'b', 'end', 'b', '-', 'c', 'b']);
});

describe('an end is proved', () => {
  it('costs two requests where a full last page leads to an empty one', async () => {
    const script: Script = (cursor) => (cursor ? { rows: [], next: '' } : { rows: rowsOf(1, 8), next: 'b' });
    const { ids: given, asked, pages } = await readScript(script);
    expect({ given, asked }).toEqual({ given: ids(rowsOf(1, 8)), asked: ['-', 'b', '-', 'b'] });
    expect(pages).toHaveLength(1);
  });

  it('costs three where the first page comes back', async () => {
    const script: Script = (cursor) =>
      cursor === '2' ? { rows: rowsOf(3, 4), next: '4' } : { rows: rowsOf(1, 2), next: '2' };
    const { ids: given, asked, ending } = await readScript(script);
    expect({ given, asked }).toEqual({ given: [1, 2, 3, 4], asked: ['-', '2', '4', '2', '4', '-'] });
    expect(ending).toEqual({ how: 'verified', reasons: ['unproved'] });
  });

  it.each<[string, number, number, readonly string[]]>([
    ['proves nothing where the first page comes back around an empty answer', 2, 2, ['unproved']],
    ['is proved where the first page came back once, for a cursor that was forgotten', 2, 3, []],
  ])('%s', async (_, firstEmpty, lastEmpty, reasons) => {
    let ends = 0;
    const script: Script = (cursor) => {
      if (cursor === '2') return { rows: rowsOf(3, 4), next: '4' };
      if (cursor === '4') ends += 1;
      return ends >= firstEmpty && ends <= lastEmpty && cursor === '4'
        ? { rows: [], next: '' }
        : { rows: rowsOf(1, 2), next: '2' };
    };
    const { ids: given, ending } = await readScript(script);
    expect([given, ending]).toEqual([[1, 2, 3, 4], { how: 'verified', reasons }]);
  });

  it('is known where an empty page or a repeated one comes twice', async () => {
    const scripts: Script[] = [
      (cursor) => (cursor ? { rows: [], next: '' } : { rows: rowsOf(1, 8), next: 'b' }),
      (cursor) => (cursor ? { rows: rowsOf(3, 4), next: 'b' } : { rows: rowsOf(1, 2), next: 'b' }),
    ];
    for (const script of scripts) expect((await readScript(script)).ending.reasons).toEqual([]);
  });

  it('is none where every cursor is answered with the first page again', async () => {
    const script: Script = () => ({ rows: rowsOf(1, 4), next: '4' });
    await expect(readScript(script)).rejects.toThrow('answers each cursor with the first page again');
  });

  it.each([1, 2, 3])('is none where that has %i new records each time', async (count) => {
    let top = 100;
    const script: Script = () => {
      top += count;
      return { rows: rowsOf(top, top - 9).map(({ id }) => ({ id, at: id })), next: `c${top}` };
    };
    const reading = readScript(script, { instantOf: ({ at }) => Number(at) });
    await expect(reading).rejects.toThrow('answers each cursor with the first page again');
  });

  it.each([2, 3])(
    'is none where %i pages come in a circle, though something is new on them each time',
    async (pages) => {
      let top = 100;
      const script: Script = () => {
        top += 1;
        if (top > 2000) throw new Error('asked for without an end');
        const from = top - 5 * (top % pages);
        return { rows: rowsOf(from, from - 4), next: `c${top}` };
      };
      await expect(readScript(script)).rejects.toThrow('page after page brings nothing new');
    },
  );

  it('is none where each page begins as the one before did, though something is new on it each time', async () => {
    let top = 100;
    const script: Script = () => {
      top += 1;
      return { rows: rowsOf(top, top - 9), next: `c${top}` };
    };
    await expect(readScript(script)).rejects.toThrow('page after page brings nothing new');
  });

  it('reads on where the first page has come back with new records on it', async () => {
    let rows = rowsOf(1, 4);
    let ends = 0;
    const script: Script = (cursor) => {
      if (cursor !== '4' || rows.length > 4) return offsets(() => rows, 2)(cursor, {});
      ends += 1;
      // Just after the end has been proved, a record comes on top.
      if (ends === 2) rows = [{ id: 9 }, ...rows];
      return { rows: rowsOf(1, 2), next: '2' };
    };
    const unending: Script = (cursor, query) => {
      const body = script(cursor, query);
      return body instanceof Error || cursor !== '2' || rows.length > 4 ? body : { ...body, next: '4' };
    };
    const { ids: given, asked } = await readScript(unending);
    expect([...given].sort()).toEqual([1, 2, 3, 4, 9]);
    expect(asked.slice(0, 6)).toEqual(['-', '2', '4', '2', '4', '-']);
  });

  it('is no end where a cursor was forgotten and the page before leads on', async () => {
    for (const answer of [
      { rows: [], next: '' },
      { rows: rowsOf(1, 2), next: 'b1' },
      refused(400),
      refused(404),
    ]) {
      let minted = 0;
      const script: Script = (cursor) => {
        const [page = '', mark] = [cursor?.[0], cursor?.slice(1)];
        if (page === 'c' && mark === '1') return answer;
        if (page === '') return { rows: rowsOf(1, 2), next: 'b1' };
        if (page === 'b') {
          minted += 1;
          return { rows: rowsOf(3, 4), next: `c${minted}` };
        }
        return { rows: rowsOf(5, 6), next: '' };
      };
      expect((await readScript(script)).ids).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('is no end where the first page comes back after more records than are remembered', async () => {
    const SIZE = 10_000;
    const rows = rowsOf(1, 5 * SIZE);
    let minted = 0;
    let isForgotten = true;
    const script: Script = (cursor = '0@0') => {
      const place = Number(cursor.split('@')[0]);
      const from = place === 4 * SIZE && isForgotten ? 0 : place;
      if (place === 4 * SIZE) isForgotten = false;
      minted += 1;
      return {
        rows: rows.slice(from, from + SIZE),
        next: from + SIZE < rows.length ? `${from + SIZE}@${minted}` : '',
      };
    };
    const { ids: given, asked } = await readScript(script);
    expect([given.length, new Set(given).size]).toEqual([rows.length, rows.length]);
    // The page before, and what it leads to.
    expect(asked).toHaveLength(5 + 2);
  });

  it('gives out what a deletion has drawn up to the page before', async () => {
    let rows = rowsOf(1, 5);
    const read = await readScript(
      offsets(() => rows, 2),
      {
        between: (page) => {
          // The cursor of the third page lies past the end then.
          if (page === 2) rows = [1, 3, 5].map((id) => ({ id }));
        },
      },
    );
    expect([...read.ids].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is lost where the page before has become another one', async () => {
    let rows = rowsOf(1, 6);
    const reading = readScript(
      offsets(() => rows, 2),
      {
        between: (page) => {
          if (page === 1) rows = rowsOf(5, 6);
        },
      },
    );
    await expect(reading).rejects.toThrow(PagesShiftedError);
  });

  it('is the end where the last page points to itself', async () => {
    const script: Script = (cursor) =>
      cursor ? { rows: rowsOf(3, 4), next: 'b' } : { rows: rowsOf(1, 2), next: 'b' };
    expect((await readScript(script)).ids).toEqual([1, 2, 3, 4]);
  });

  it('fails after a hundred pages in a row without a new key', async () => {
    let page = 0;
    const script: Script = () => {
      page += 1;
      return { rows: page === 1 ? rowsOf(1, 2) : [], next: `c${page}` };
    };
    const reading = readScript(script);
    await expect(reading).rejects.toThrow(ShapeError);
    await expect(reading).rejects.toThrow('GET /v1/rows: page after page brings nothing new');
    expect(page).toBe(101);
  });
});

describe('a list that gets new records on top while it is read', () => {
  const newestFirst = (top: number) => rowsOf(top, 1);

  it.each([1, 2, 3, 4, 5])('gives each of the others once, after %d have come', async (more) => {
    let rows = newestFirst(10);
    for (const past of ['empty', 'page one'] as const) {
      rows = newestFirst(10);
      const { ids: given } = await readScript(
        offsets(() => rows, 2, past),
        {
          instantOf,
          between: (page) => {
            if (page === 3) rows = newestFirst(10 + more);
          },
        },
      );
      expect(given.filter((id) => id <= 10)).toEqual(ids(newestFirst(10)));
    }
  });
});

it('a list whose later page begins as new as its first one may still get older', async () => {
  const rows = [9, 8, 7, 6].map((id) => ({ id, at: 90 }));
  const resumeAt = { cursor: '2', keys: ['7'], at: 90 };
  const { pages } = await readScript(
    offsets(() => rows, 2),
    { partition: { resumeAt }, instantOf },
  );
  expect(pages[0]?.order.rose).toBe(false);
});

describe('a list that gets more on top than has been read of it', () => {
  it('is lost: its first page looks the same as one that comes back for a forgotten cursor', async () => {
    let rows = rowsOf(10, 1);
    const reading = readScript(
      offsets(() => rows, 2),
      {
        instantOf,
        between: (page) => {
          if (page === 3) rows = rowsOf(19, 1);
        },
      },
    );
    await expect(reading).rejects.toThrow(PagesShiftedError);
  });
});

describe('a position', () => {
  const rows = rowsOf(1, 9);
  const partition = { resumeAt: { cursor: '4', keys: ['5', '6'] } };

  it('that holds is read again after the first page, and what follows it', async () => {
    const { ids: given, asked } = await readScript(
      offsets(() => rows, 2),
      { partition },
    );
    expect({ given, asked }).toEqual({ given: [5, 6, 7, 8, 9], asked: ['-', '4', '6', '8'] });
  });

  it('that holds digests is read again likewise', async () => {
    const digest = (key: string) => `digest of ${key}`;
    const { ids: given } = await readScript(
      offsets(() => rows, 2),
      { partition: { resumeAt: { cursor: '4', keys: ['5', '6'].map(digest) } }, digest },
    );
    expect(given).toEqual([5, 6, 7, 8, 9]);
  });

  it('brings what has moved up to the first page as well, since that one is not given out', async () => {
    const left = rows.filter(({ id }) => id !== 2);
    const script: Script = (cursor = '0') => {
      const page = left.filter(({ id }) => id > Number(cursor)).slice(0, 4);
      return { rows: page, next: page.length === 4 ? String(page.at(-1)?.id) : '' };
    };
    expect((await readScript(script, { partition })).ids).toEqual([5, 6, 7, 8, 9]);
  });

  it('on an empty page that led on is lost once that page does not lead on any more', async () => {
    const script = (next: string): Script => {
      const pages: Record<string, Body> = {
        a: { rows: [], next },
        b: { rows: rowsOf(3, 4), next: '' },
      };
      return (cursor) => pages[cursor ?? ''] ?? { rows: rowsOf(1, 2), next: 'a' };
    };
    const empty = { resumeAt: { cursor: 'a', keys: [] } };
    expect((await readScript(script('b'), { partition: empty })).ids).toEqual([3, 4]);
    await expect(readScript(script(''), { partition: empty })).rejects.toThrow(PagesShiftedError);
  });

  it('leads to the rest of the list also where the first page comes back for a cursor that is forgotten', async () => {
    let minted = 0;
    let isForgotten = true;
    const script: Script = (cursor = '0@0') => {
      const place = Number(cursor.split('@')[0]);
      minted += 1;
      const from = place === 6 && isForgotten ? 0 : place;
      if (place === 6) isForgotten = false;
      const next = from + 2 < rows.length ? `${from + 2}@${minted}` : '';
      return { rows: rows.slice(from, from + 2), next };
    };
    const resumeAt = { cursor: '4@0', keys: ['5', '6'] };
    expect((await readScript(script, { partition: { resumeAt } })).ids).toEqual([5, 6, 7, 8, 9]);
  });

  it('is lost where the first page comes back for it, or the list is so short that it is on the first page', async () => {
    const script: Script = () => ({ rows: rowsOf(5, 9), next: '4' });
    await expect(readScript(script, { partition })).rejects.toThrow(PagesShiftedError);
  });

  it('holds as long as one of its keys is on the page', async () => {
    const left = rows.filter(({ id }) => id !== 5);
    expect(
      (
        await readScript(
          offsets(() => left, 2),
          { partition },
        )
      ).ids,
    ).toEqual([6, 7, 8, 9]);
  });

  it.each([
    ['other records', offsets(() => rowsOf(21, 29), 2)],
    ['an empty list', (() => ({ rows: [] })) satisfies Script],
    ['a refusal', ((cursor) => (cursor ? refused(400) : { rows: rowsOf(1, 2) })) satisfies Script],
    [
      'an error that does not pass',
      ((cursor) => (cursor ? refused(500) : { rows: rowsOf(1, 2) })) satisfies Script,
    ],
  ])('is lost where the API answers with %s', async (_, script) => {
    await expect(readScript(script, { partition })).rejects.toThrow(PagesShiftedError);
  });

  it('holds in a list that gets older where others have come on top', async () => {
    const falling = rowsOf(12, 1);
    const resumeAt = { cursor: '2', keys: ['8', '7'], at: 8 };
    expect(
      (
        await readScript(
          offsets(() => falling, 2),
          { partition: { resumeAt }, instantOf },
        )
      ).ids,
    ).toEqual(ids(rowsOf(10, 1)));
  });

  it('holds in a list that does not get older, whose pages all begin with something newer than the first', async () => {
    const resumeAt = { cursor: '4', keys: ['5', '6'], at: 5 };
    const { ids: given, asked } = await readScript(
      offsets(() => rows, 2),
      { partition: { resumeAt }, instantOf },
    );
    expect({ given, asked }).toEqual({ given: [5, 6, 7, 8, 9], asked: ['-', '4', '6', '8'] });
  });
});

describe('a page that keeps failing', () => {
  const tooLarge = new RequestError({ path: '/v1/rows' }, { kind: 'too large' }, 1);

  /** A list of `pages` pages of two rows, whose pages above a size fail; and the sizes that were asked for. */
  function failingAbove(most: () => number, pages: number, failure = refused(504)) {
    const sizes: number[] = [];
    const script: Script = (cursor, { limit = '' }) => {
      sizes.push(Number(limit));
      if (Number(limit) > most()) return failure;
      return offsets(() => rowsOf(1, 2 * pages), 2)(cursor, {});
    };
    return { sizes, script };
  }

  it.each([
    ['that takes too long', refused(504)],
    ['that is larger than the tap reads', tooLarge],
  ])('and %s is asked for in half its size, down to ten, and the size stays', async (_, failure) => {
    const { sizes, script } = failingAbove(() => 12, 2, failure);
    expect((await readScript(script)).ids).toEqual([1, 2, 3, 4]);
    expect(sizes).toEqual([80, 40, 20, 10, 10]);
  });

  it.each([refused(504), tooLarge])('in the smallest size fails', async (failure) => {
    const { sizes, script } = failingAbove(() => 0, 1, failure);
    await expect(readScript(script)).rejects.toThrow(failure);
    expect(sizes).toEqual([80, 40, 20, 10]);
  });

  it('is asked for in half its size where an earlier run is gone on with, too', async () => {
    const { sizes, script } = failingAbove(() => 12, 3);
    const partition = { resumeAt: { cursor: '2', keys: ['3', '4'] } };
    expect((await readScript(script, { partition })).ids).toEqual([3, 4, 5, 6]);
    expect(sizes.slice(0, 5)).toEqual([80, 40, 20, 10, 10]);
  });

  it('is asked for in the size that worked in all partitions of the list', async () => {
    const known = newListKnowledge();
    const { sizes, script } = failingAbove(() => 30, 1);
    for (const _ of [1, 2, 3]) await readScript(script, { known });
    expect(sizes).toEqual([80, 40, 20, 20, 20]);
  });

  it('is tried in twice its size after twenty good pages, again and again', async () => {
    let most = 20;
    const { sizes, script } = failingAbove(() => most, 70);
    await readScript(script, {
      between: (page) => {
        if (page === 30) most = 80;
      },
    });
    const changes = sizes.flatMap((size, index) => (size === sizes[index - 1] ? [] : [[index, size]]));
    expect(changes).toEqual([
      [0, 80],
      [1, 40],
      [2, 20],
      [22, 40],
      [23, 20],
      [43, 40],
      [63, 80],
    ]);
  });

  it('is given one attempt in a size that has failed before, and few in a new one', async () => {
    const attempts: (number | undefined)[] = [];
    const { script } = failingAbove(() => 20, 23);
    await readScript(script, { onAsk: ({ mostAttempts }) => attempts.push(mostAttempts) });
    expect([attempts.slice(0, 3), attempts[22]]).toEqual([[3, 3, 3], 1]);
  });

  it('keeps its size where the API only asks to wait', async () => {
    const sizes: string[] = [];
    const script: Script = (_, { limit = '' }) => {
      sizes.push(limit);
      return sizes.length < 2 ? refused(429) : { rows: rowsOf(1, 1) };
    };
    await readScript(script);
    expect(sizes).toEqual(['80', '80']);
  });
});

describe('a body', () => {
  it('is an error where no record of a page has its key', async () => {
    const script: Script = () => ({ rows: [{}, {}] as unknown as Row[] });
    await expect(readScript(script)).rejects.toThrow('no record of a whole page has its key');
  });
});

it('a page onto which arrivals have pushed the first records down is not the first page again', async () => {
  let rows = rowsOf(9, 1);
  let asked = 0;
  // A cursor under a new name each time, as a list with offsets may give.
  const script: Script = (cursor) => {
    asked += 1;
    const from = Number(cursor?.split('/')[0] ?? 0);
    return { rows: rows.slice(from, from + 2), next: from + 2 < rows.length ? `${from + 2}/${asked}` : '' };
  };
  const arrive = (page: number) => {
    if (page === 1) rows = [...rowsOf(12, 10), ...rows];
  };
  const { ids: given, asked: cursors } = await readScript(script, { instantOf, between: arrive });
  // The third page holds 8, which the first one held, and nothing new.
  expect(given).toEqual(ids(rowsOf(9, 1)));
  expect(new Set(cursors).size).toBe(cursors.length);
});

describe('a list of which the target deletes what is not read', () => {
  /** Offsets for cursors, of which the last one leads to an empty page. */
  const withTrailingPage =
    (rows: () => readonly Row[]): Script =>
    (cursor = '0') => {
      const page = rows().slice(Number(cursor), Number(cursor) + 3);
      return { rows: page, next: page.length > 0 ? String(Number(cursor) + 3) : '' };
    };

  it('is not known to be whole where the last page has drawn up others when its end is verified', async () => {
    let rows = rowsOf(1, 8).slice(0, 6);
    const reading = await readScript(
      withTrailingPage(() => rows),
      {
        deletesUnread: true,
        between: (page) => {
          if (page === 2) rows = rowsOf(3, 8);
        },
      },
    );
    expect([reading.ids, reading.ending.reasons]).toEqual([ids(rowsOf(1, 8)), ['unproved']]);
  });

  it('is whole where each page still ends as it did, at one request more for each', async () => {
    const { asked, ending } = await readScript(
      withTrailingPage(() => rowsOf(1, 9)),
      { deletesUnread: true },
    );
    expect(asked).toEqual(['-', '3', '-', '6', '3', '9', '6', '9']);
    expect(ending.reasons).toEqual([]);
  });

  it('is not asked for more where a page holds the last record of the page before', async () => {
    const script: Script = (cursor) =>
      cursor ? { rows: rowsOf(3, 5), next: '' } : { rows: rowsOf(1, 3), next: 'b' };
    expect((await readScript(script, { deletesUnread: true })).asked).toEqual(['-', 'b']);
  });
});

const OFFSET = { kind: 'offset', limit: 2 } as const;

/** A list with offsets, in pages of two. */
const numbered =
  (rows: () => readonly Row[]): Script =>
  (offset = '0') => ({ rows: rows().slice(Number(offset), Number(offset) + 2) });

describe('a page without records', () => {
  /** Answers each time with the next of these ids. */
  const inTurn = (...pages: readonly (readonly number[])[]): Script => {
    let count = 0;
    return () => {
      const rows = (pages[count] ?? []).map((id) => ({ id }));
      count += 1;
      return { rows, next: '' };
    };
  };

  it.each<[string, Parameters<typeof readScript>[1], number]>([
    ['once where nothing rests on it', {}, 1],
    ['twice where it is a span of time', { partition: { isSpan: true } }, 2],
    ['twice where the target deletes what is not read', { deletesUnread: true }, 2],
    ['twice where a bookmark passes what it does not bring', { passesUnread: true }, 2],
    [
      'once where many others were empty before',
      { deletesUnread: true, known: { ...newListKnowledge(), emptyPartitions: 100 } },
      1,
    ],
  ])('is asked for %s', async (_, more, expected) => {
    const known = newListKnowledge();
    expect((await readScript(inTurn([]), { known, ...more })).asked).toHaveLength(expected);
    expect(known.hasEmptyDiffered).toBe(false);
  });

  it('that had some after all is read, and the difference is remembered', async () => {
    const known = newListKnowledge();
    const { ids: given, pages } = await readScript(inTurn([], [1, 2]), {
      partition: { isSpan: true },
      known,
    });
    expect([given, pages.length, known.hasEmptyDiffered]).toEqual([[1, 2], 1, true]);
  });

  it('is asked for once where it had some at once', async () => {
    const known = newListKnowledge();
    const { asked } = await readScript(inTurn([1]), { partition: { isSpan: true }, known });
    expect([asked.length, known.hasEmptyDiffered]).toEqual([1, false]);
  });

  it.each<[string, Parameters<typeof readScript>[1], readonly string[]]>([
    ['behind a full one', { pagination: OFFSET }, ['-', '2', '2']],
    ['behind one that is not full, once', { pagination: { kind: 'offset', limit: 80 } }, ['-', '2']],
    [
      'behind any, where the target deletes what is not read',
      { pagination: { kind: 'page', limit: 80 }, deletesUnread: true },
      ['-', '2', '-', '2'],
    ],
  ])('of a numbered list is asked for twice %s', async (_, more, expected) => {
    const script: Script = (cursor) => ({ rows: cursor ? [] : rowsOf(1, 2) });
    const { asked, ending } = await readScript(script, more);
    expect([[...asked].sort(), ending]).toEqual([[...expected].sort(), { how: 'verified', reasons: [] }]);
  });

  it('that leads on is asked for twice behind a full one, and not where the other was not', async () => {
    const script: Script = (cursor) =>
      ({ a: { rows: [], next: 'b' }, b: { rows: rowsOf(3, 3) } })[cursor ?? ''] ?? {
        rows: rowsOf(1, 2),
        next: 'a',
      };
    const asked = async (limit: number) =>
      (await readScript(script, { pagination: { kind: 'cursor', limit } })).asked;
    expect(await asked(2)).toEqual(['-', 'a', 'a', 'b']);
    expect(await asked(3)).toEqual(['-', 'a', 'b']);
  });

  it('that is refused the second time is verified', async () => {
    const known = newListKnowledge();
    let count = 0;
    const script: Script = (cursor) => {
      if (cursor === undefined) return { rows: rowsOf(1, 2), next: 'a' };
      count += 1;
      if (count === 1) return { rows: [], next: 'b' };
      return count === 2 ? refused(404) : { rows: rowsOf(3, 3), next: '' };
    };
    const { ids: given } = await readScript(script, { known, pagination: { kind: 'cursor', limit: 2 } });
    expect([given, known.hasEmptyDiffered]).toEqual([[1, 2, 3], false]);
  });
});

describe('a list with offsets of which the target deletes what is not read', () => {
  const more = { pagination: OFFSET, deletesUnread: true } as const;

  it('is read in pages that overlap by one record', async () => {
    const {
      ids: given,
      asked,
      ending,
    } = await readScript(
      numbered(() => rowsOf(1, 4)),
      more,
    );
    expect([given, ending.reasons]).toEqual([[1, 2, 3, 4], []]);
    expect(asked).toEqual(['-', '1', '2', '3']);
  });

  it('is read to its end in pages of two, however many there are', async () => {
    const { ids: given, ending } = await readScript(
      numbered(() => rowsOf(1, 150)),
      more,
    );
    expect([given.length, ending]).toEqual([150, { how: 'verified', reasons: [] }]);
  });

  it('is not whole where the record is not there any more, without another request', async () => {
    let rows = rowsOf(1, 5);
    const reading = await readScript(
      numbered(() => rows),
      {
        ...more,
        between: (page) => {
          if (page === 1) rows = rows.slice(1);
        },
      },
    );
    expect(reading.ending.reasons).toEqual(['unproved']);
    expect(reading.asked).toEqual(['-', '1', '2', '3']);
  });

  it('is read to its end though a new record pushes the first page down to where the next one was', async () => {
    let rows = rowsOf(1, 4);
    const { ids: given, ending } = await readScript(
      numbered(() => rows),
      {
        ...more,
        onAsk: ({ query }) => {
          if ('offset' in query) rows = [...rowsOf(9, 9), ...rowsOf(1, 4)];
        },
      },
    );
    expect([given, ending.how]).toEqual([[1, 2, 9, 3, 4], 'verified']);
  });

  it('fails where each offset brings the first page', async () => {
    const reading = readScript(() => ({ rows: rowsOf(1, 2) }), more);
    await expect(reading).rejects.toThrow('the API answers each cursor with the first page again');
  });

  it('is read to its end though the last record, which comes alone then, has no key', async () => {
    const rows = [...rowsOf(1, 2), JSON.parse('{"at": 3}')];
    const script: Script = (offset = '0') => ({ rows: rows.slice(Number(offset), Number(offset) + 3) });
    const { asked, ending } = await readScript(script, {
      deletesUnread: true,
      pagination: { kind: 'offset', limit: 3 },
    });
    expect([asked, ending.how]).toEqual([['-', '2'], 'verified']);
  });

  it('does not overlap where nothing is deleted', async () => {
    const { asked } = await readScript(
      numbered(() => rowsOf(1, 3)),
      { pagination: OFFSET },
    );
    expect(asked).toEqual(['-', '2', '3']);
  });

  it('with cursors is asked for page by page', async () => {
    const { asked } = await readScript(
      offsets(() => rowsOf(1, 3), 2),
      { deletesUnread: true },
    );
    expect(asked).toEqual(['-', '2', '-']);
  });
});

describe('a page behind which others may have been drawn up', () => {
  const shrinking = (again: readonly Row[] | Error): Script => {
    let count = 0;
    return (cursor) => {
      if (cursor === 'b') return { rows: rowsOf(5, 6), next: 'c' };
      if (cursor === 'c') return { rows: rowsOf(7, 8), next: '' };
      count += 1;
      if (count === 1) return { rows: rowsOf(1, 2), next: 'b' };
      return again instanceof Error ? again : { rows: again, next: 'b' };
    };
  };

  it.each<[string, readonly Row[] | Error, readonly string[], readonly string[]]>([
    ['joins where the page before ends as it did', rowsOf(1, 2), [], ['-', 'b', '-', 'c', 'b']],
    ['does not where that ends otherwise', rowsOf(2, 3), ['unproved'], ['-', 'b', '-', 'c']],
    ['does not where that is refused', refused(404), ['unproved'], ['-', 'b', '-', 'c']],
  ])('%s', async (_, again, reasons, asked) => {
    const read = await readScript(shrinking(again), { deletesUnread: true });
    expect([read.ending.reasons, read.asked]).toEqual([reasons, asked]);
  });

  it('ends the run where it is not the API that answers', async () => {
    const error = new Error('no more files');
    await expect(readScript(shrinking(error), { deletesUnread: true })).rejects.toBe(error);
  });

  it.each<[string, readonly Row[], readonly string[]]>([
    ['joins where the page before is still without records', [], []],
    ['does not where that has some by now', rowsOf(3, 3), ['unproved']],
  ])('%s', async (_, drawnUp, reasons) => {
    const pages = { a: { rows: [] as readonly Row[], next: 'b' }, b: { rows: rowsOf(4, 4), next: '' } };
    const script: Script = (cursor) => {
      if (cursor === 'a') return pages.a;
      if (cursor === undefined) return { rows: rowsOf(1, 2), next: 'a' };
      pages.a = { rows: drawnUp, next: 'b' };
      return pages.b;
    };
    const read = await readScript(script, { deletesUnread: true });
    expect([read.asked, read.ending.reasons]).toEqual([['-', 'a', 'a', '-', 'b', 'a'], reasons]);
  });
});

describe('what follows a page', () => {
  const script: Script = (cursor, { from = '' }) => {
    if (from === '2') return { rows: rowsOf(3, 4), next: '' };
    return cursor ? { rows: rowsOf(8, 9), next: '' } : { rows: rowsOf(1, 2), next: 'b' };
  };

  it('is nothing where the reader wants no more', async () => {
    const { ids: given, asked, ending } = await readScript(script, { follow: () => 'stop' });
    expect([given, asked, ending]).toEqual([[1, 2], ['-'], { how: 'stopped', reasons: [] }]);
  });

  it('is another partition where the reader says so, from its first page, with its own order', async () => {
    const given: Partition[] = [];
    const another = { key: [1], params: {}, query: { from: '2' }, columns: {}, readsToEnd: false };
    const {
      ids: all,
      asked,
      pages,
    } = await readScript(script, {
      instantOf,
      follow: (partition) => {
        given.push(partition);
        return given.length === 1 ? another : 'cursor';
      },
    });
    expect([all, asked, given[1]]).toEqual([[1, 2, 3, 4], ['-', '-'], another]);
    expect(pages[1]?.cursor).toBeUndefined();
  });

  it('is read from its beginning again, however many pages are known there', async () => {
    const script = offsets(() => rowsOf(1, 112), 1);
    const { ids: given } = await readScript(script, {
      follow: (partition, { cursor }) =>
        cursor === '110' && partition.key.length === 0 ? { ...partition, key: ['anew'] } : 'cursor',
    });
    expect(given).toEqual(ids(rowsOf(1, 112)));
  });

  it('of another partition does not count as having led on', async () => {
    const stuck: Script = (cursor, { from = '' }) => {
      if (from !== '2') return script(cursor, {});
      return { rows: rowsOf(3, 4), next: 'c' };
    };
    let count = 0;
    const reading = readScript(stuck, {
      follow: () => {
        count += 1;
        return count === 2
          ? { key: [1], params: {}, query: { from: '2' }, columns: {}, readsToEnd: false }
          : 'cursor';
      },
    });
    await expect(reading).rejects.toThrow('answers each cursor with the first page again');
  });
});

describe('the page that is asked for ahead', () => {
  /** What happens, in order. */
  async function eventsOf(pages: Readonly<Record<string, { rows: readonly Row[]; next?: string }>>) {
    const events: string[] = [];
    const ask: Ask = async ({ query }) => {
      const cursor = query['start'] ?? '-';
      events.push(`ask ${cursor}`);
      const body = pages[cursor];
      if (!body) throw refused(500);
      const json = async () => {
        events.push(`parse ${cursor}`);
        return { next: body.next ?? '', rows: body.rows };
      };
      return { next: body.next, apiDate: undefined, sentDate: undefined, json };
    };
    const list = {
      path: '/v1/rows',
      rows: { kind: 'list', at: 'rows' },
      pagination: { kind: 'cursor', limit: 80 },
    } as const;
    const partition = { key: [], params: {}, query: {}, columns: {}, readsToEnd: true };
    const memory = createKeyMemory(({ id }) => String(id));
    const reading = readPages(list, partition, { ask, memory });
    for (let step = await reading.next(); !step.done; step = await reading.next()) events.push('given');
    return events;
  }

  it('is under way while this one is parsed, and asked for once', async () => {
    const events = await eventsOf({ '-': { rows: rowsOf(1, 2), next: 'b' }, b: { rows: rowsOf(3, 4) } });
    expect(events).toEqual(['ask -', 'ask b', 'parse -', 'given', 'parse b', 'given']);
  });

  it('is not asked for where the page leads back, which is verified as ever', async () => {
    const events = await eventsOf({
      '-': { rows: rowsOf(1, 2), next: 'b' },
      b: { rows: rowsOf(3, 4), next: 'b' },
    });
    expect(events.filter((event) => event.startsWith('ask'))).toEqual(['ask -', 'ask b', 'ask -', 'ask b']);
  });

  it('is not waited for where this one fails', async () => {
    await expect(eventsOf({})).rejects.toThrow('500');
  });
});

describe('pages that bring nothing new', () => {
  it('are not given out where an end is verified', async () => {
    const script: Script = (cursor) =>
      cursor ? { rows: rowsOf(3, 4), next: 'b' } : { rows: rowsOf(1, 2), next: 'b' };
    const { pages } = await readScript(script);
    expect(pages.map(({ unseen }) => ids(unseen.map(({ id }) => ({ id: Number(id) }))))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

it('what a reading has taken and not given out comes when the list is read anew', async () => {
  const memory = createKeyMemory(({ id }) => String(id));
  let isBroken = true;
  const script: Script = (cursor) => {
    if (cursor === undefined) return { rows: rowsOf(1, 2), next: 'b' };
    if (!isBroken) return { rows: rowsOf(3, 4), next: '' };
    isBroken = false;
    return { rows: rowsOf(3, 4), next: 'b' };
  };
  const lost: Script = (cursor, query) =>
    cursor === undefined && !isBroken ? { rows: rowsOf(7, 8) } : script(cursor, query);
  await expect(
    readScript(lost, { memory, partition: { resumeAt: { cursor: 'b', keys: ['9'] } } }),
  ).rejects.toThrow(PagesShiftedError);
  expect((await readScript(script, { memory })).ids).toEqual([1, 2, 3, 4]);
});
it('the first page in place of another one is given out as not in its place: it says nothing of the order there', async () => {
  let count = 0;
  const script: Script = (cursor) => {
    count += 1;
    // A record has come on top, and the cursor behind the second page is forgotten once.
    const all = [...(count > 2 ? [{ id: 9 }] : []), ...rowsOf(8, 1)];
    const from = count === 3 ? 0 : Number(cursor ?? 0);
    return { rows: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : '' };
  };
  const { pages } = await readScript(script, { instantOf });
  expect(
    pages
      .map(({ cursor, isInPlace, newThisPass }) => [cursor, isInPlace, newThisPass.map(({ id }) => id)])
      .slice(0, 3),
  ).toEqual([
    [undefined, true, [8, 7]],
    ['2', true, [6, 5]],
    ['4', false, [9]],
  ]);
  expect(pages.some(({ order }) => order.rose)).toBe(false);
});

it.each([
  ['does not show that a list gets newer', [6, 5, 4, 3], false],
  ['does where something newer comes behind the known one', [6, 5, 7, 3], true],
])('a new record above a known one has come meanwhile, and %s', async (_, rest, rose) => {
  let rows = [10, 9, ...rest].map((id) => ({ id }));
  const { pages, ids: given } = await readScript(
    offsets(() => rows, 2),
    {
      instantOf,
      onAsk: ({ query }) => {
        if (query['start'] === '4') rows = [12, 11, 10, 9, 8, ...rest].map((id) => ({ id }));
      },
    },
  );
  expect(given).toEqual([10, 9, 6, 5, 8, ...rest.slice(2)]);
  expect(pages.some(({ order }) => order.rose)).toBe(rose);
});

it('a last page that begins with something newer than the first one is in its place: the list does not get older', async () => {
  const rows = [6, 5, 9, 2].map((id) => ({ id }));
  const { pages } = await readScript(
    offsets(() => rows, 2),
    { instantOf },
  );
  expect(pages.map(({ isInPlace, order }) => [isInPlace, order.rose])).toEqual([
    [true, false],
    [true, true],
  ]);
});

it('the first page in place of another one does not keep the list from moving down meanwhile', async () => {
  let count = 0;
  const script: Script = (cursor) => {
    count += 1;
    // The cursor behind the third page is forgotten once; by then a record has come on top, and soon another.
    const all = [...(count > 4 ? [{ id: 10 }] : []), ...(count > 3 ? [{ id: 9 }] : []), ...rowsOf(8, 1)];
    const from = count === 4 ? 0 : Number(cursor ?? 0);
    return { rows: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : '' };
  };
  const { ids: given } = await readScript(script, { instantOf });
  expect(given).toEqual([8, 7, 6, 5, 4, 3, 9, 2, 1]);
});

describe('a page that is given out', () => {
  /** Ids of a page's new records, whether it is in its place, and whether it joins the page before. */
  const placesOf = ({ pages }: Awaited<ReturnType<typeof readScript>>) =>
    pages.map(({ newThisPass, isInPlace, joins }) => [newThisPass.map(({ id }) => id), isInPlace, joins]);

  it('joins the one before it, but for the first', async () => {
    const read = await readScript(
      offsets(() => rowsOf(6, 1), 2),
      { instantOf },
    );
    expect(placesOf(read)).toEqual([
      [[6, 5], true, false],
      [[4, 3], true, true],
      [[2, 1], true, true],
    ]);
  });

  it('does not join it where the first one has come again, with a record that arrived late among the known', async () => {
    let count = 0;
    const script: Script = (cursor) => {
      count += 1;
      const late = count > 2 ? [{ id: 9, at: 75 }] : [];
      const all = [...rowsOf(8, 8), ...late, ...rowsOf(7, 1)].map((row) => ({ at: row.id * 10, ...row }));
      // The cursor behind the second page is forgotten once; the API makes a new one each time.
      const from = count === 3 ? 0 : Number(cursor?.split(' ')[0] ?? 0);
      const to = from + 3;
      return { rows: all.slice(from, to), next: to < all.length ? `${to} ${count}` : '' };
    };
    expect(placesOf(await readScript(script, { instantOf }))).toEqual([
      [[8, 7, 6], true, false],
      [[5, 4, 3], true, true],
      [[9], false, false],
      [[], true, true],
      [[2, 1], true, true],
    ]);
  });
});

describe('a list whose keys are places that the tap counts', () => {
  const list = {
    path: '/v1/errors',
    rows: { kind: 'texts', at: 'rows', column: 'text', position: 'id' },
    pagination: { kind: 'cursor', limit: 2 },
  } as const;
  const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  /** Pages of two; from a request on, its cursors are forgotten, and lead to the first page. */
  const forgetting = (isForgotten: (count: number, cursor: string) => boolean, all = texts): Script => {
    let count = 0;
    return (cursor) => {
      count += 1;
      const from = cursor !== undefined && isForgotten(count, cursor) ? 0 : Number(cursor ?? 0);
      return { rows: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : '' };
    };
  };
  const read = async (script: Script) => {
    const { pages, ending } = await readScript(script, { list, deletesUnread: true });
    return { given: pages.flatMap(({ unseen }) => unseen.map(({ id, text }) => `${id}${text}`)), ending };
  };

  it('is read to its end, also where its texts repeat', async () => {
    for (const all of [texts, ['a', 'a', 'a', 'a', 'a'], ['a', 'b', 'a', 'b', 'a', 'b']])
      expect(await read(forgetting(() => false, all))).toEqual({
        given: all.map((text, index) => `${index}${text}`),
        ending: { how: 'verified', reasons: [] },
      });
  });

  it('knows the first page again by its texts, in place of a later one, and gives none of it another place', async () => {
    const given: string[] = [];
    const script = forgetting((count) => count > 3);
    const pages = readScript(script, {
      list,
      memory: createKeyMemory(({ id }) => String(id)),
      deletesUnread: true,
      follow: (_, { unseen }) => {
        given.push(...unseen.map(({ id, text }) => `${id}${text}`));
        return 'cursor';
      },
    });
    await expect(pages).rejects.toThrow(PagesShiftedError);
    expect(given).toEqual(['0a', '1b', '2c', '3d']);
  });

  /** A list whose pages lead somewhere instead of to an end: it must not be asked for without one. */
  const leading = (next: (from: number) => number): Script => {
    let count = 0;
    return (cursor) => {
      count += 1;
      if (count > 40) throw new Error('asked for without an end');
      const from = Number(cursor ?? 0) < texts.length ? Number(cursor ?? 0) : 0;
      return { rows: texts.slice(from, from + 2), next: String(next(from)) };
    };
  };

  it('ends where its end leads back to the first page, which proves nothing', async () => {
    expect(await read(leading((from) => from + 2))).toEqual({
      given: texts.map((text, index) => `${index}${text}`),
      ending: { how: 'verified', reasons: ['unproved'] },
    });
  });

  it('fails where each cursor leads to the first page and on, unless that says the same again and again', async () => {
    let count = 0;
    const deaf = (rows: string[], most: number) => (): { rows: string[]; next: string } => {
      count += 1;
      return { rows, next: count < most ? `c${count}` : '' };
    };
    await expect(read(deaf(['a', 'b'], 400))).rejects.toThrow('page after page brings nothing new');
    expect(count).toBeLessThan(220);
    await expect(read(deaf(['a'], 800))).rejects.toThrow('page after page brings nothing new');
    count = 0;
    // The first page grows, and then shrinks, while it comes again and again.
    const changing: Script = () => {
      count += 1;
      if (count > 400) throw new Error('asked for without an end');
      return { rows: count < 20 ? ['a'] : count < 60 ? ['a', 'b'] : ['b'], next: `c${count}` };
    };
    await expect(read(changing)).rejects.toThrow('page after page brings nothing new');
    count = 0;
    const circling: Script = () => {
      count += 1;
      if (count > 400) throw new Error('asked for without an end');
      return { rows: count % 2 === 0 ? ['a', 'b'] : ['c', 'd'], next: `c${count}` };
    };
    await expect(read(circling)).rejects.toThrow('page after page brings nothing new');
    count = 0;
    // The second answer is dropped, and the first asked for again.
    expect((await read(deaf(['a', 'a'], 200))).given).toHaveLength(396);
  });

  it('is asked again where a page begins as the first one does, though it leads on: that may come in its place', async () => {
    let count = 0;
    // Each cursor has a name of its own; the second one brings the first page once.
    const minting = (all: readonly string[]): Script => {
      count = 0;
      return (cursor) => {
        count += 1;
        const asked = Number(cursor?.split(' ')[0] ?? 0);
        const from = count === 3 ? 0 : asked;
        const next = from + 2 < all.length ? `${from + 2} ${count}` : '';
        return { rows: all.slice(from, from + 2), next };
      };
    };
    for (const all of [texts, ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']])
      expect(await read(minting(all))).toEqual({
        given: all.map((text, index) => `${index}${text}`),
        ending: { how: 'verified', reasons: [] },
      });
  });

  it('takes the first page, which has grown, for nothing else in place of an end, though it leads on', async () => {
    const answers: [rows: string[], next: string][] = [
      [['a'], '1'],
      [['c'], '2'],
      // The page before still ends with the same record.
      [['a'], '1'],
      [[], ''],
      [['c'], '3'],
      [['a', 'b'], '4'],
      [['a', 'b'], '5'],
    ];
    let count = 0;
    const script: Script = () => {
      const [rows, next] = answers[count] ?? [[], ''];
      count += 1;
      return { rows, next };
    };
    expect(await read(script)).toEqual({
      given: ['0a', '1c'],
      ending: { how: 'verified', reasons: ['unproved'] },
    });
  });

  it('ends where its last page leads to itself', async () => {
    expect(await read(leading((from) => Math.min(from + 2, 6)))).toEqual({
      given: texts.map((text, index) => `${index}${text}`),
      ending: { how: 'verified', reasons: [] },
    });
  });

  it('goes on where a cursor was forgotten once only', async () => {
    const { given } = await read(forgetting((count) => count === 4));
    expect(given).toEqual(texts.map((text, index) => `${index}${text}`));
  });
});
