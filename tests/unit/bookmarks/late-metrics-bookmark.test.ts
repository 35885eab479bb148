import { expect, it } from 'vitest';
import { readLateMetrics, writeLateMetrics } from '../../../src/bookmarks/late-metrics-bookmark.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';

const NOW = 1_769_860_800;
const AT = '2026-01-31T11:00:00Z';
const HOUR = 3600;

const read = (bookmark: JsonObject) => readLateMetrics(bookmark, { names: ['opened', 'clicked'], now: NOW });

it('what was read of each metric is read as it was written', () => {
  const bookmark = {
    read: new Map([
      ['opened', { until: NOW - HOUR, wide: NOW - 9 * HOUR }],
      ['clicked', { until: NOW - HOUR, wide: undefined, isRefused: true }],
    ]),
    sample: { name: 'opened', at: NOW - 2 * HOUR },
  };
  expect(read(writeLateMetrics(bookmark))).toEqual({ ...bookmark, faults: [], isReadLost: false });
  expect(writeLateMetrics(bookmark)['metrics_read']).toEqual([
    ['opened', AT, '2026-01-31T03:00:00Z'],
    ['clicked', AT, null, 'refused'],
  ]);
  const nothing = { read: new Map(), sample: undefined };
  expect(read(writeLateMetrics(nothing))).toEqual({ ...nothing, faults: [], isReadLost: false });
  expect(read({ metrics_read: null, metric_sample: null })).toEqual({
    ...nothing,
    faults: [],
    isReadLost: false,
  });
});

it.each<[string, unknown, number]>([
  ['metrics that the stream does not have any more', [['gone', AT, null]], 0],
  ['a metric without a name', [[null, AT, null]], 0],
  ['a metric without its time', [['opened', null, null]], 0],
  ['a time that is none', [['opened', 'x', null]], 1],
  ['a list that holds what is no list', [['opened', AT, null], 'x'], 1],
  ['no list', 'x', 1],
])('what cannot be used of a bookmark is left out: %s', (_, rows, faults) => {
  const ofRead = read({ metrics_read: rows });
  expect([ofRead.read.size, ofRead.faults.length, ofRead.isReadLost]).toEqual([0, faults, faults > 0]);
  const ofSample = read({ metric_sample: rows });
  expect([ofSample.sample, ofSample.faults.length, ofSample.isReadLost]).toEqual([undefined, faults, false]);
});
