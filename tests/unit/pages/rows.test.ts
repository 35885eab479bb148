import { describe, expect, it } from 'vitest';
import { parseRows, type RowsContext } from '../../../src/pages/rows.ts';
import { NullObjectError, ShapeError } from '../../../src/shape-error.ts';
import type { Rows } from '../../../src/streams/definition.ts';

const FIRST: RowsContext = { position: 0, apiDate: undefined };
const read = (rows: Rows, body: unknown, context = FIRST) =>
  parseRows({ path: '/v1/x', rows }, body, context);
const LIST: Rows = { kind: 'list', at: 'rows' };

describe('a list of objects', () => {
  it.each<[string, unknown]>([
    ['null under its key', { rows: null }],
    ['no body at all', undefined],
  ])('is empty where there is %s', (_, body) => {
    expect(read(LIST, body)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['another key', { others: [] }, 'GET /v1/x: the answer has no list "rows"'],
    ['an object', { rows: {} }, '"rows" is no list'],
    ['texts', { rows: ['a'] }, 'holds something other than objects'],
    ['a list at the top', [], 'no JSON object'],
  ])('is not taken from %s', (_, body, message) => {
    expect(() => read(LIST, body)).toThrow(message);
    expect(() => read(LIST, body)).toThrow(ShapeError);
  });

  it('is found below the top of the body, where null anywhere on the way is empty', () => {
    const rows: Rows = { kind: 'list', at: 'data.rows' };
    expect(read(rows, { data: { rows: [{ id: 1 }] } })).toEqual([{ id: 1 }]);
    expect(read(rows, { data: null })).toEqual([]);
  });

  it('gives what an item wraps, or the item itself', () => {
    const rows: Rows = { kind: 'list', at: 'customers', unwrap: 'customer' };
    expect(read(rows, { customers: [{ customer: { id: 'a' } }, { id: 'b' }] })).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
  });

  it('gives one record for each inner item, which takes the outer fields along', () => {
    const rows: Rows = { kind: 'list', at: 'optouts', each: 'optouts' };
    const body = { optouts: [{ cio_id: 'a', optouts: [{ channel: 'sms' }, { channel: 'whatsapp' }] }] };
    expect(read(rows, body)).toEqual([
      { cio_id: 'a', channel: 'sms' },
      { cio_id: 'a', channel: 'whatsapp' },
    ]);
  });
});

describe('other forms of records', () => {
  it('texts become records, counted over the pages of a list', () => {
    const rows: Rows = { kind: 'texts', at: 'errors', column: 'error', position: 'position' };
    expect(read(rows, { errors: ['a', 'b'] }, { ...FIRST, position: 100 })).toEqual([
      { error: 'a', position: 100 },
      { error: 'b', position: 101 },
    ]);
    expect(() => read(rows, { errors: [{}] })).toThrow('something other than texts');
  });

  it('a body is one record, or the object in it is; null in its place is none', () => {
    expect(read({ kind: 'whole' }, { count: 7 })).toEqual([{ count: 7 }]);
    expect(() => read({ kind: 'whole', at: 'used_by' }, { used_by: null })).toThrow(NullObjectError);
    expect(() => read({ kind: 'whole', at: 'used_by' }, { used_by: null })).toThrow('"used_by" is null');
    expect(() => read({ kind: 'whole', at: 'used_by' }, { used_by: [] })).toThrow('is no object');
    expect(() => read({ kind: 'whole', at: 'used_by' }, {})).toThrow('has no object "used_by"');
  });

  it.each<[string, unknown, unknown[]]>([
    ['a list', [{ a: 1 }, 2], [{ a: 1 }, 2]],
    ['an object', { a: 1 }, [{ a: 1 }]],
    ['null', null, []],
  ])('any body gives a record for each item of %s', (_, body, expected) => {
    const rows: Rows = { kind: 'any', column: 'data', position: 'position' };
    expect(read(rows, body)).toEqual(expected.map((data, position) => ({ data, position })));
  });
});

describe('a series', () => {
  const ROWS: Rows = { kind: 'series', at: 'metric.series' };
  const at = (text: string) => Date.parse(text) / 1000;
  const bounds = {
    kind: 'bounds',
    resolution: 'days',
    from: at('2026-03-01T00:00:00Z'),
    startPath: 'start',
    now: at('2026-03-03T10:00:00Z'),
  } as const;
  const steps = { kind: 'steps', resolution: 'days', from: 0, now: 0 } as const;
  const readAt = at('2026-03-09T03:00:00Z');

  it('gives one record for each period, counted from the beginning that the answer tells', () => {
    const body = {
      start: '2026-03-02 00:00:00 +0000 UTC',
      metric: { series: { sent: [3, 4], opened: [1, null] } },
    };
    expect(read(ROWS, body, { ...FIRST, series: bounds })).toEqual([
      { sent: 3, opened: 1, resolution: 'days', period_start: at('2026-03-02T00:00:00Z') },
      { sent: 4, opened: null, resolution: 'days', period_start: at('2026-03-03T00:00:00Z') },
    ]);
  });

  it('begins where it was asked for if the answer tells nothing that can be read, and keeps what it tells', () => {
    const body = { start: 'some day', metric: { series: { sent: [3] } } };
    expect(read(ROWS, body, { ...FIRST, series: bounds })).toEqual([
      { start: 'some day', sent: 3, resolution: 'days', period_start: at('2026-03-01T00:00:00Z') },
    ]);
  });

  it('leaves out periods without any count, and those that have not begun', () => {
    const body = { metric: { series: { sent: [null, 0, 5, 6] } } };
    const records = read(ROWS, body, { ...FIRST, series: bounds });
    expect(records.map(({ sent }) => sent)).toEqual([0, 5]);
  });

  it('counts steps back from the time of the answer, in Eastern time, also where clocks change', () => {
    // 03:00 UTC on the 9th is still the 8th there, the day on which clocks were put forward.
    const body = { metric: { type: 'email', series: { sent: [1, 2, 3], opened: [8, 9] } } };
    const records = read(ROWS, body, { position: 0, series: steps, apiDate: readAt * 1000 });
    expect(records).toEqual(
      [
        { sent: 1, opened: null, periods_ago: 2, period_start: at('2026-03-06T05:00:00Z') },
        { sent: 2, opened: 8, periods_ago: 1, period_start: at('2026-03-07T05:00:00Z') },
        { sent: 3, opened: 9, periods_ago: 0, period_start: at('2026-03-08T05:00:00Z') },
      ].map((record) => ({ metric: { type: 'email' }, resolution: 'days', read_at: readAt, ...record })),
    );
  });

  it('leaves out counted periods from before what was asked for', () => {
    const body = { metric: { series: { sent: [1, 2, 3] } } };
    const from = at('2026-03-07T05:00:00Z');
    const records = read(ROWS, body, {
      position: 0,
      series: { ...steps, from },
      apiDate: readAt * 1000,
    });
    expect(records.map(({ sent }) => sent)).toEqual([2, 3]);
  });

  it('of each item of a list takes along what stands beside it', () => {
    const rows: Rows = { kind: 'series', list: 'links', at: 'metric.series' };
    const body = { links: [{ link: { id: 4, href: 'x' }, metric: { series: { clicked: [5] } } }] };
    const records = read(rows, body, { position: 0, series: steps, apiDate: readAt * 1000 });
    expect(records).toEqual([
      {
        link: { id: 4, href: 'x' },
        clicked: 5,
        resolution: 'days',
        period_start: at('2026-03-08T05:00:00Z'),
        read_at: readAt,
        periods_ago: 0,
      },
    ]);
  });

  it('holds the period that begins as it is read, and lists that are shorter or null as they are', () => {
    const body = { metric: { series: { sent: [1, 2, 3, 4], opened: [5], clicked: null } } };
    const records = read(ROWS, body, {
      ...FIRST,
      series: bounds,
      apiDate: at('2026-03-04T00:00:00Z') * 1000,
    });
    expect(records.map(({ sent, opened, clicked }) => [sent, opened, clicked])).toEqual([
      [1, 5, null],
      [2, null, null],
      [3, null, null],
      [4, null, null],
    ]);
    const before = { ...FIRST, series: bounds, apiDate: at('2026-03-04T00:00:00Z') * 1000 - 1 };
    expect(read(ROWS, body, before)).toHaveLength(3);
  });

  it('is read in whole seconds', () => {
    const context = { position: 0, series: steps, apiDate: readAt * 1000 + 999 };
    expect(read(ROWS, { metric: { series: { sent: [1] } } }, context)).toMatchObject([{ read_at: readAt }]);
  });

  it('at the top of a body takes nothing of the body along', () => {
    const rows: Rows = { kind: 'series', at: 'series' };
    const body = { series: { sent: [1] }, start: null, total: 9 };
    expect(read(rows, body, { ...FIRST, series: bounds })).toEqual([
      { sent: 1, resolution: 'days', period_start: at('2026-03-01T00:00:00Z') },
    ]);
    expect(read(rows, { series: null }, { ...FIRST, series: bounds })).toEqual([]);
  });

  it('whose beginning cannot be read tells the field', () => {
    const fields: string[] = [];
    const context = { ...FIRST, series: bounds, onUnreadStart: (field: string) => void fields.push(field) };
    read(ROWS, { start: 'some day', metric: null }, context);
    read(ROWS, { start: '2026-03-02T00:00:00Z', metric: null }, context);
    read(ROWS, { start: null, metric: null }, context);
    expect(fields).toEqual(['start']);
  });

  it('is empty where it is null, and refused in another form', () => {
    const context = { ...FIRST, series: steps };
    expect(read(ROWS, { metric: null }, context)).toEqual([]);
    expect(read(ROWS, { metric: { series: null } }, context)).toEqual([]);
    expect(() => read(ROWS, {}, context)).toThrow('no "metric"');
    expect(() => read(ROWS, { metric: {} }, context)).toThrow('no "metric.series"');
    expect(() => read(ROWS, { metric: { series: { sent: 5 } } }, context)).toThrow('other than lists');
    expect(() => read(ROWS, { metric: { series: [5] } }, context)).toThrow('"metric.series" is no object');
    expect(() => read(ROWS, { metric: 5 }, context)).toThrow('no "metric.series"');
    expect(read(ROWS, { metric: { series: { sent: [5] } } })).toEqual([]);
  });
});
