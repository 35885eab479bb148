import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import { createWindowsReader } from '../../../src/replication/windows.ts';
import { isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

const NOW = 1_769_860_800;

async function start(more: { bookmark?: JsonObject; lookbackSeconds?: number } = {}) {
  const { replication } = definitions.messages;
  if (!isReadByWindows(replication)) throw new TypeError('no windows');
  const reader = createWindowsReader({
    bookmark: {},
    replication,
    from: NOW - 1000,
    now: NOW,
    readUntil: NOW,
    isDated: true,
    rewriteIntervalSeconds: 0,
    isByMetric: false,
    longestSeconds: 7 * 86_400,
    lookbackSeconds: 0,
    lookbackIntervalSeconds: 0,
    isFullTableAsked: false,
    concurrency: 1,
    ...more,
  });
  const partitions = reader.partitions() as AsyncGenerator<Partition, void>;
  const { value: partition } = await partitions.next();
  if (!partition) throw new TypeError('no partition');
  reader.started(partition, NOW);
  return { reader, partition };
}

/** A page of records by their creation times, newest first; those that were known already are named. */
function pageOf(times: readonly number[], known: readonly number[] = []): Page {
  const records = times.map((created) => ({ id: `m${created}`, created }));
  return {
    records,
    unseen: records.filter(({ created }) => !known.includes(created)),
    newThisPass: records.filter(({ created }) => !known.includes(created)),
    cursor: undefined,
    next: 'c',
    keys: records.map(({ id }) => id),
    begin: times[0],
    order: { rose: false, varied: true },
    isFull: true,
    isInPlace: true,
    apiDate: NOW * 1000,
  };
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
