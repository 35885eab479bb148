import { describe, expect, it } from 'vitest';
import type { JsonRequest } from '../../../src/http/request-url.ts';
import { type Page, type PagedList, type PageRequest, readPages } from '../../../src/pages/read-pages.ts';
import { ShapeError } from '../../../src/pages/shape-error.ts';

const LIST: PagedList = {
  path: '/v1/things',
  records: 'things',
  pagination: { kind: 'cursor', limit: 100 },
  primaryKey: ['id'],
};

/** One that is read for each record of a parent. */
const CHILD_LIST: PagedList = {
  ...LIST,
  primaryKey: ['campaign_id', 'id'],
  parent: { stream: 'campaigns', keys: { campaign_id: 'id' } },
};

/**
 * A canned API that answers one body after the other; an Error is thrown. Of several in a {@link Broken} all but the
 * last cannot be parsed. `events` tells in which order cursors were asked for and bodies parsed.
 */
function canned(bodies: readonly unknown[], options: Partial<PageRequest> = {}) {
  const requests: JsonRequest[] = [];
  const events: string[] = [];
  let clock = 0;
  const request: PageRequest = {
    async getJson(asked, beforeParse) {
      const body = bodies[requests.length];
      const cursor = asked.query['start'] ?? 'the first';
      requests.push(asked);
      events.push(`asked for ${cursor}`);
      if (body instanceof Error) throw body;
      for (const attempt of body instanceof Broken ? body.attempts : []) {
        await beforeParse?.(Buffer.from(JSON.stringify(attempt)));
      }
      const last = body instanceof Broken ? body.last : body;
      await beforeParse?.(Buffer.from(JSON.stringify(last)));
      events.push(`parsed ${cursor}`);
      return last;
    },
    now: () => {
      clock += 1;
      return clock;
    },
    ...options,
  };
  return { request, requests, events };
}

/** A body that came broken first, and whole when it was asked for again. */
class Broken {
  readonly attempts: readonly unknown[];
  readonly last: unknown;

  constructor(attempts: readonly unknown[], last: unknown) {
    this.attempts = attempts;
    this.last = last;
  }
}

/** Long enough for everything that does not wait for the reader. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

async function readAll(list: PagedList, request: PageRequest): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of readPages(list, request)) pages.push(page);
  return pages;
}

function idsOf(pages: readonly Page[]): unknown[][] {
  return pages.map(({ records }) => records.map((record) => record['id']));
}

function things(...ids: number[]): { id: number }[] {
  return ids.map((id) => ({ id }));
}

describe('readPages', () => {
  it.each<[string, unknown]>([
    ['an absent next', { things: things(1) }],
    ['a null next', { things: things(1), next: null }],
    ['an empty next', { things: things(1), next: '' }],
  ])('%s ends the pages', async (_, body) => {
    const { request, requests } = canned([body]);
    expect(idsOf(await readAll(LIST, request))).toEqual([[1]]);
    expect(requests).toHaveLength(1);
  });

  it('an empty page does not end the pages', async () => {
    const { request } = canned([{ things: [], next: 'a' }, { things: [], next: 'b' }, { things: things(1) }]);
    expect(idsOf(await readAll(LIST, request))).toEqual([[], [], [1]]);
  });

  it('gives each next as the start of the following request', async () => {
    const { request, requests } = canned([
      { things: [], next: 'a' },
      { things: [], next: 'b' },
      { things: [] },
    ]);
    await readAll(LIST, request);
    expect(requests.map(({ query }) => query['start'])).toEqual([undefined, 'a', 'b']);
  });

  it('takes a next that is a number', async () => {
    const { request, requests } = canned([{ things: [], next: 7 }, { things: [] }]);
    await readAll(LIST, request);
    expect(requests[1]?.query['start']).toBe('7');
  });

  it('begins with the cursor that it is given', async () => {
    const { request, requests } = canned([{ things: [] }], { cursor: 'c' });
    await readAll(LIST, request);
    expect(requests[0]?.query['start']).toBe('c');
  });

  it('tells of each page its own cursor and the next', async () => {
    const { request } = canned([{ things: [], next: 'b' }, { things: [] }], { cursor: 'a' });
    const pages = await readAll(LIST, request);
    expect(pages.map(({ cursor, next }) => [cursor, next])).toEqual([
      ['a', 'b'],
      ['b', undefined],
    ]);
  });

  it('tells when each answer came', async () => {
    const { request } = canned([{ things: [], next: 'a' }, { things: [] }]);
    expect((await readAll(LIST, request)).map(({ extractedAt }) => extractedAt)).toEqual([1, 2]);
  });

  it('repeats path, parameters and query with each cursor', async () => {
    const list: PagedList = { ...LIST, path: '/v1/x/{id}/things', query: { sort: 'asc' } };
    const { request, requests } = canned([{ things: [], next: 'a' }, { things: [] }], {
      params: { id: '1' },
      query: { start_ts: '5', end_ts: '9' },
    });
    await readAll(list, request);
    const query = { sort: 'asc', start_ts: '5', end_ts: '9', limit: '100' };
    expect(requests).toEqual([
      { path: '/v1/x/{id}/things', params: { id: '1' }, query },
      { path: '/v1/x/{id}/things', params: { id: '1' }, query: { ...query, start: 'a' } },
    ]);
  });

  it.each<[string, PagedList['pagination']]>([
    ['one that is not paged', { kind: 'none' }],
    ['one with a fixed page size', { kind: 'cursor', fixedLimit: 10 }],
  ])('asks for no limit of a list: %s', async (_, pagination) => {
    const { request, requests } = canned([{ things: [] }]);
    await readAll({ ...LIST, pagination }, request);
    expect(requests[0]?.query).toEqual({});
  });

  it('follows a list without documented pages too, should it be paged', async () => {
    const { request } = canned([{ things: things(1), next: 'a' }, { things: things(2) }]);
    expect(idsOf(await readAll({ ...LIST, pagination: { kind: 'none' } }, request))).toEqual([[1], [2]]);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'the answer is no JSON object'],
    ['null', null, 'the answer is no JSON object'],
    ['a text', 'ok', 'the answer is no JSON object'],
    ['a body without its list', { errors: [] }, 'the answer has no list "things"'],
    ['a body whose list is null', { things: null }, 'the answer has no list "things"'],
    ['a body whose list is an object', { things: {} }, 'the answer has no list "things"'],
    ['a list of texts', { things: ['a'] }, 'the list "things" holds something else than objects'],
    ['a list with a null', { things: [{}, null] }, 'the list "things" holds something else than objects'],
    ['a next that is an object', { things: [], next: {} }, '"next" is neither a text nor null'],
    ['a next that is a boolean', { things: [], next: true }, '"next" is neither a text nor null'],
  ])('throws for %s: never "no records"', async (_, body, what) => {
    const { request } = canned([body]);
    await expect(readAll(LIST, request)).rejects.toThrow(new ShapeError('/v1/things', what));
  });

  it.each<[string, unknown[], string | undefined]>([
    [
      'at once',
      [
        { things: [], next: 'a' },
        { things: [], next: 'a' },
      ],
      undefined,
    ],
    [
      'later',
      [
        { things: [], next: 'a' },
        { things: [], next: 'b' },
        { things: [], next: 'a' },
      ],
      undefined,
    ],
    ['as the one it began with', [{ things: [], next: 'a' }], 'a'],
  ])('throws for a cursor that comes back %s', async (_, bodies, cursor) => {
    const { request, requests } = canned(bodies, { cursor });
    await expect(readAll(LIST, request)).rejects.toThrow('the same cursor twice, which would never end');
    expect(requests).toHaveLength(bodies.length);
  });

  it('asks for the next page before it gives out this one', async () => {
    const { request, requests } = canned([
      { things: [], next: 'a' },
      { things: [], next: 'b' },
      { things: [] },
    ]);
    const asked: number[] = [];
    for await (const _ of readPages(LIST, request)) asked.push(requests.length);
    expect(asked).toEqual([2, 3, 3]);
  });

  it('is one page ahead and no more, however slow its reader is', async () => {
    const { request, requests } = canned([
      { things: [], next: 'a' },
      { things: [], next: 'b' },
      { things: [] },
    ]);
    const pages = readPages(LIST, request);
    await pages.next();
    await settle();
    expect(requests).toHaveLength(2);
    await pages.return();
  });

  it('asks for the next page before it parses this one', async () => {
    const { request, events } = canned([{ things: things(1), next: 'a' }, { things: [] }]);
    await readAll(LIST, request);
    expect(events).toEqual(['asked for the first', 'asked for a', 'parsed the first', 'parsed a']);
  });

  it('parses a page first where it is for the reader to say whether more is wanted', async () => {
    const { request, events } = canned([{ things: things(1), next: 'a' }, { things: [] }], {
      wantsNext: () => true,
    });
    await readAll(LIST, request);
    expect(events).toEqual(['asked for the first', 'parsed the first', 'asked for a', 'parsed a']);
  });

  it('keeps a page as bytes until its reader comes to it', async () => {
    const { request, events } = canned([{ things: [], next: 'a' }, { things: [] }]);
    const pages = readPages(LIST, request);
    await pages.next();
    await settle();
    expect(events).not.toContain('parsed a');
    await pages.next();
    expect(events).toContain('parsed a');
  });

  it('asks once only for the page after one that came broken first', async () => {
    const page = { things: things(1), next: 'a' };
    const { request, events } = canned([new Broken([page, page], page), { things: things(2) }]);
    expect(idsOf(await readAll(LIST, request))).toEqual([[1], [2]]);
    expect(events.filter((event) => event === 'asked for a')).toHaveLength(1);
  });

  it('follows the cursor of the body that could be parsed, not that of a broken one', async () => {
    const broken = new Broken([{ next: 'x' }], { things: things(1), next: 'a' });
    const { request, requests } = canned([broken, { things: things(9) }, { things: things(2) }]);
    const pages = await readAll(LIST, request);
    expect(idsOf(pages)).toEqual([[1], [2]]);
    expect(requests.map(({ query }) => query['start'])).toEqual([undefined, 'x', 'a']);
    expect(pages.map(({ cursor }) => cursor)).toEqual([undefined, 'a']);
  });

  it('gives out a page though the next fails, and throws when that one is wanted', async () => {
    const { request } = canned([{ things: things(1), next: 'a' }, new Error('status 500')]);
    const pages = readPages(LIST, request);
    expect((await pages.next()).value).toMatchObject({ records: things(1) });
    // Long enough for an unhandled rejection to be noticed.
    await new Promise((resolve) => void setImmediate(resolve));
    await expect(pages.next()).rejects.toThrow('status 500');
  });

  it('leaves no failure unhandled when its reader goes', async () => {
    const { request } = canned([{ things: things(1), next: 'a' }, new Error('status 500')]);
    const pages = readPages(LIST, request);
    await pages.next();
    await pages.return();
    await new Promise((resolve) => void setImmediate(resolve));
    expect((await pages.next()).done).toBe(true);
  });

  it('asks for no further page where the reader wants none, and still gives its cursor', async () => {
    const { request, requests } = canned([{ things: things(1), next: 'a' }], { wantsNext: () => false });
    const pages = await readAll(LIST, request);
    expect(pages.map(({ next }) => next)).toEqual(['a']);
    expect(requests).toHaveLength(1);
  });

  it('shows the reader each page as the API gave it, with records that came before', async () => {
    const seen: number[] = [];
    const { request } = canned([{ things: things(1, 2), next: 'a' }, { things: things(2, 3) }], {
      wantsNext: ({ records }) => seen.push(records.length) > 0,
    });
    await readAll(LIST, request);
    expect(seen).toEqual([2, 2]);
  });

  it('leaves out records that the page before had already', async () => {
    const { request } = canned([{ things: things(1, 2), next: 'a' }, { things: things(2, 3) }]);
    expect(idsOf(await readAll(LIST, request))).toEqual([[1, 2], [3]]);
  });

  it('tells the records of a child apart by its own key, since that of the parent is not in them', async () => {
    const { request } = canned([{ things: things(1, 2), next: 'a' }, { things: things(2, 3) }]);
    expect(idsOf(await readAll(CHILD_LIST, request))).toEqual([[1, 2], [3]]);
  });

  it("lets a child's records without their own key through, which is dealt with elsewhere", async () => {
    const { request } = canned([{ things: [{}, {}] }]);
    expect(idsOf(await readAll(CHILD_LIST, request))).toEqual([[undefined, undefined]]);
  });

  it('leaves out records as it is told to', async () => {
    const { request } = canned([{ things: things(1, 2) }], {
      withoutDuplicates: (records) => records.slice(1),
    });
    expect(idsOf(await readAll(LIST, request))).toEqual([[2]]);
  });
});
