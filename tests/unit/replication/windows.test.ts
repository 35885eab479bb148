import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../../src/bookmarks/spans.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import { toUnixSeconds } from '../../../src/time/instant.ts';
import { makePage } from '../pages/make-page.ts';
import { NOW, readWindows, windowsReader } from './read-windows.ts';

async function start(more: { bookmark?: JsonObject; lookbackSeconds?: number } = {}) {
  const reader = windowsReader(more);
  const { value: partition } = await (reader.partitions() as AsyncGenerator<Partition, void>).next();
  if (!partition) throw new TypeError('no partition');
  reader.started(partition, NOW);
  return { reader, partition };
}

/** A page of records by their creation times, newest first; those that were known already are named. */
function pageOf(times: readonly number[], known: readonly number[] = []): Page {
  const records = times.map((created) => ({ id: `m${created}`, created }));
  const unseen = records.filter(({ created }) => !known.includes(created));
  const keys = records.map(({ id }) => id);
  const all = { unseen, newThisPass: unseen, keys, begin: times[0], apiDate: NOW * 1000 };
  return makePage(records, { next: 'c', ...all });
}

const endOf = (follow: unknown) => (follow as Partition).query['end_ts'];

it('the rest of a window is asked for by time again where the record at its end was deleted meanwhile', async () => {
  const { reader, partition } = await start();
  const first = pageOf([NOW - 10, NOW - 20]);
  expect(endOf(reader.follow(partition, first))).toBe(String(NOW - 20));
  reader.written(partition, first);
  // The record of that second has gone: what comes begins below it, and could be behind a bound of another meaning.
  const apart = pageOf([NOW - 30, NOW - 40]);
  expect(endOf(reader.follow(partition, apart))).toBe(String(NOW - 19));
  reader.written(partition, apart);
  const again = pageOf([NOW - 30, NOW - 40], [NOW - 30, NOW - 40]);
  expect(endOf(reader.follow(partition, again))).toBe(String(NOW - 40));
});

it('nothing counts as read by a page that begins apart from what was read, until it was asked for again', async () => {
  const { reader, partition } = await start();
  const first = pageOf([NOW - 400, NOW - 420]);
  reader.follow(partition, first);
  reader.written(partition, first);
  const before = reader.bookmark();
  const apart = pageOf([NOW - 430, NOW - 440]);
  reader.follow(partition, apart);
  reader.written(partition, apart);
  expect(reader.bookmark()).toEqual(before);
});

it('the first lookback reads all that was read, where nothing says when that was', () => {
  const day = 86_400;
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  const read = NOW - 20 * day;
  // As a run leaves it that does not know the time for sure.
  const bookmark = { created: at(read), covered: [[at(NOW - 60 * day), at(read)]], looked_back: null };
  expect(windowsReader({ bookmark, lookbackSeconds: 5 * day }).bookmark()['lookback']).toMatchObject([
    { from: at(NOW - 66 * day), left: [[at(NOW - 60 * day), at(read)]] },
  ]);
});

it('a lookback whose ends prove nothing makes room for the next one, which looks back from the same time', async () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  const before = {
    created: at(NOW),
    covered: [[at(NOW - 1000), at(NOW)]],
    looked_back: at(NOW - 500),
    looked_back_from: at(NOW - 1000),
    rewritten: at(NOW - 500),
  };
  const { reader, partition } = await start({ bookmark: before, lookbackSeconds: 3600 });
  expect(reader.bookmark()['lookback']).toHaveLength(1);
  reader.ended(partition, 'unproved');
  expect(reader.finished('done')).toEqual({ ...before, lookback: [] });
});

/** The spans that a bookmark counts as read, in unix seconds. */
function coveredBy({ covered }: JsonObject): Span[] {
  return toSpans(covered);
}

/** The spans that the lookback of a bookmark has left. */
function leftBy({ lookback }: JsonObject): Span[] {
  const [underWay] = lookback as [{ left: unknown }?];
  return underWay ? toSpans(underWay.left) : [];
}

function toSpans(written: unknown): Span[] {
  return (written as [string, string][]).map((span): Span => {
    const [from = 0, to = 0] = span.map((end) => toUnixSeconds(end));
    return [from, to];
  });
}

const lists = fc.record({
  times: fc.array(fc.integer({ min: NOW - 1000, max: NOW - 301 }), { maxLength: 60 }),
  pageSize: fc.integer({ min: 1, max: 8 }),
});

const courses = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  longestSeconds: fc.constantFrom(100, 400, 7 * 86_400),
  choices: fc.infiniteStream(fc.nat()),
});

describe('windows, however many are read side by side, and whichever is answered first,', () => {
  it.each([
    ['newest first', false],
    ['oldest first', true],
  ])(
    'read each record of a list that is %s once, and count none as read before it is written',
    async (_, isAscending) => {
      await fc.assert(
        fc.asyncProperty(lists, courses, async ({ times, pageSize }, { choices, ...options }) => {
          const reader = windowsReader(options);
          const choose = (count: number) => (choices.next().value ?? 0) % count;
          const onMoved = (written: readonly string[]) => {
            const covered = coveredBy(reader.bookmark());
            const lost = times.filter(
              (time, index) =>
                covered.some(([from, to]) => time >= from && time <= to) && !written.includes(`m${index}`),
            );
            expect(lost).toEqual([]);
          };
          const { written } = await readWindows(
            reader,
            { times, pageSize, isAscending },
            { choose, onMoved },
          );
          expect([...new Set(written)].sort()).toEqual(times.map((_, index) => `m${index}`).sort());
          expect(written).toHaveLength(times.length);
          expect(reader.finished('done')).toMatchObject({
            covered: [[expect.anything(), '2026-01-31T11:55:00Z']],
          });
          expect(coveredBy(reader.finished('done'))).toEqual([[NOW - 1000, NOW - 300]]);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('look back at each record once, and count none as looked at before it is written', async () => {
    const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
    const bookmark = {
      created: at(NOW - 300),
      covered: [[at(NOW - 1000), at(NOW - 300)]],
      looked_back: at(NOW - 700),
      looked_back_from: at(NOW - 900),
      rewritten: at(NOW - 700),
    };
    await fc.assert(
      fc.asyncProperty(lists, courses, async ({ times, pageSize }, { choices, ...options }) => {
        const lookback = { lookbackSeconds: 60, rewriteIntervalSeconds: 1 };
        const reader = windowsReader({ bookmark, ...lookback, ...options });
        expect(leftBy(reader.bookmark())).toEqual([[NOW - 1000, NOW - 300]]);
        const choose = (count: number) => (choices.next().value ?? 0) % count;
        const onMoved = (written: readonly string[]) => {
          const left = leftBy(reader.bookmark());
          const lost = times.filter(
            (time, index) =>
              !left.some(([from, to]) => time >= from && time <= to) && !written.includes(`m${index}`),
          );
          expect(lost).toEqual([]);
        };
        const { written } = await readWindows(reader, { times, pageSize }, { choose, onMoved });
        expect([...written].sort()).toEqual(times.map((_, index) => `m${index}`).sort());
        expect(reader.finished('done')).toMatchObject({ lookback: [], looked_back: at(NOW) });
      }),
      { numRuns: 200 },
    );
  });

  it('ask for full pages, and once more for each span and each empty span', async () => {
    await fc.assert(
      fc.asyncProperty(lists, courses, async ({ times, pageSize }, { choices, ...options }) => {
        const seconds = [...new Set(times)];
        const reader = windowsReader(options);
        const choose = (count: number) => (choices.next().value ?? 0) % count;
        const { answers } = await readWindows(reader, { times: seconds, pageSize: pageSize + 3 }, { choose });
        const spans = new Set(answers.map(({ from }) => from)).size;
        const empty = new Set(answers.flatMap(({ from, records }) => (records > 0 ? [] : from))).size;
        // A page begins with the record that the one above has ended with.
        const pages = Math.ceil(seconds.length / (pageSize + 2));
        expect(answers.length).toBeLessThanOrEqual(pages + spans + empty + 3);
      }),
      { numRuns: 300 },
    );
  });
});

it('a span of a single second cannot be read in halves, any other can', async () => {
  for (const [from, expected] of [
    [NOW, false],
    [NOW - 1, true],
  ] as const) {
    const reader = windowsReader({ from });
    const { value } = await (reader.partitions() as AsyncGenerator<Partition, void>).next();
    expect([value?.isDivisible, value && reader.halve(value) !== undefined]).toEqual([expected, expected]);
  }
});

describe('a reader of windows', () => {
  const DAY = 86_400;
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

  it('asks for a span of time, whose both ends belong to it, and begins anew in each run', async () => {
    const { reader, partition } = await start();
    expect(partition).toEqual({
      key: [0],
      params: {},
      query: { start_ts: String(NOW - 1000), end_ts: String(NOW) },
      isDivisible: true,
      columns: {},
      readsToEnd: false,
    });
    expect(reader).toMatchObject({ isResumed: false, version: undefined, began: NOW });
  });

  it('counts what a page has shown as read once it is written', async () => {
    const { reader, partition } = await start();
    const page = pageOf([NOW - 400, NOW - 500]);
    reader.follow(partition, page);
    expect(reader.bookmark()).toMatchObject({ covered: [] });
    reader.written(partition, page);
    expect(reader.bookmark()).toMatchObject({ covered: [[iso(NOW - 499), iso(NOW - 300)]] });
  });

  it('takes no notice of records without a time', async () => {
    const { reader, partition } = await start();
    const page = pageOf([NOW - 10, NOW - 20]);
    const without = { ...page, records: [...page.records, { id: 'x' }] };
    expect(endOf(reader.follow(partition, without))).toBe(String(NOW - 20));
  });

  it('reads anew what is left of a window', async () => {
    const { reader, partition } = await start();
    reader.follow(partition, pageOf([NOW - 10, NOW - 20]));
    expect(reader.anew(partition)).toEqual({
      ...partition,
      query: { start_ts: String(NOW - 1000), end_ts: String(NOW - 20) },
    });
  });

  describe('looks back at records', () => {
    const BEFORE = {
      covered: [[iso(NOW - 90 * DAY), iso(NOW)]],
      looked_back: iso(NOW - 2 * DAY),
      looked_back_from: iso(NOW - 40 * DAY),
      rewritten: iso(NOW - 2 * DAY),
    };
    const old = { id: 'm', created: NOW - 20 * DAY };
    const ofTheDayBefore = { ...old, metrics: { opened: NOW - 3 * DAY + 1 } };
    const before = { ...old, metrics: { opened: NOW - 3 * DAY } };

    const lookBack = async (bookmark: JsonObject, records: readonly JsonObject[]) => {
      const reader = windowsReader({
        bookmark,
        from: NOW - 90 * DAY,
        longestSeconds: 180 * DAY,
        lookbackSeconds: 30 * DAY,
        lookbackIntervalSeconds: DAY,
        rewriteIntervalSeconds: 7 * DAY,
      });
      const { value: partition } = await (reader.partitions() as AsyncGenerator<Partition, void>).next();
      if (!partition) throw new TypeError('no lookback');
      return { reader, kept: reader.keep(partition, { ...pageOf([]), unseen: records }) };
    };

    it('and writes those that may have changed since a day before the last time', async () => {
      expect((await lookBack(BEFORE, [ofTheDayBefore, before])).kept).toEqual([ofTheDayBefore]);
      const unseen = { ...before, created: NOW - 41 * DAY };
      expect((await lookBack(BEFORE, [unseen])).kept).toEqual([unseen]);
    });

    it('and writes all where it rewrites, or has not looked back before', async () => {
      const rewrites = { ...BEFORE, rewritten: iso(NOW - 8 * DAY) };
      expect((await lookBack(rewrites, [before])).kept).toEqual([before]);
      const never = { ...BEFORE, looked_back: null };
      expect((await lookBack(never, [before])).kept).toEqual([before]);
    });

    it('and keeps what it has not read for the next run', async () => {
      const { reader } = await lookBack(BEFORE, []);
      expect(reader.finished('done')).toMatchObject({ lookback: [{ start: iso(NOW), rewrites: false }] });
    });
  });

  it('writes all that is new in a window', async () => {
    const { reader, partition } = await start();
    const page = pageOf([NOW - 10, NOW - 20], [NOW - 10]);
    expect(reader.keep(partition, page)).toEqual(page.unseen);
  });
});
