import { expect, it } from 'vitest';
import { type Failure, RequestError } from '../../../src/request-error.ts';
import { describeRest, forEachSideBySide } from '../../../src/sync/side-by-side.ts';
import { TapError } from '../../../src/tap-error.ts';

const failed = (failure: Failure) => new RequestError({ path: '/v1/x' }, failure, 1);
const DOWN = failed({ kind: 'status', status: 500 });
const NO_ACCESS = failed({ kind: 'status', status: 403 });
const GONE = failed({ kind: 'status', status: 404 });

/** Works on items one by one, each of which ends well or with its error. */
async function work(items: readonly (Error | 'well')[], stop = new AbortController()) {
  const untried: unknown[] = [];
  let tried = 0;
  const done = await forEachSideBySide(
    items,
    { maxConcurrency: 1, signal: stop.signal, onUntried: (item) => void untried.push(item) },
    async (item) => {
      tried += 1;
      if (item !== 'well') throw item;
    },
  );
  return { ...done, tried, untriedItems: untried.length };
}

it.each<[string, readonly (Error | 'well')[], object]>([
  ['three in a row', [DOWN, NO_ACCESS, DOWN, 'well', 'well'], { tried: 3, untried: 2, untriedItems: 2 }],
  ['three, with a success between', [DOWN, DOWN, 'well', DOWN, 'well'], { tried: 5, untried: 0 }],
  ['three, with another kind between', [DOWN, DOWN, GONE, DOWN, 'well'], { tried: 5, untried: 0 }],
  ['three of a kind that says nothing of others', [GONE, GONE, GONE, 'well'], { tried: 4, untried: 0 }],
])('the rest is given up only after failures in a row that others would share: %s', async (_, items, end) => {
  const result = await work(items);
  expect(result).toMatchObject(end);
  expect(result.failures).toEqual(items.slice(0, result.tried).filter((item) => item !== 'well'));
});

it('what is no failure of one item is thrown, and nothing more is begun', async () => {
  const bug = new TypeError('bug');
  const begun: string[] = [];
  const limits = { maxConcurrency: 1, signal: new AbortController().signal, onUntried() {} };
  const work = async (item: string) => {
    begun.push(item);
    if (item === 'b') throw bug;
  };
  await expect(forEachSideBySide(['a', 'b', 'c'], limits, work)).rejects.toBe(bug);
  expect(begun).toEqual(['a', 'b']);
});

it('a stop is thrown in place of the failures that it makes', async () => {
  const stop = new AbortController();
  const reason = new TapError('stopped');
  stop.abort(reason);
  await expect(work([DOWN], stop)).rejects.toBe(reason);
});

it('what there is besides the first failure is told', () => {
  const rest = (failures: number, untried: number) =>
    describeRest('window', { failures: Array(failures).fill(DOWN), untried });
  expect([rest(0, 0), rest(1, 0)]).toEqual([undefined, undefined]);
  expect(rest(2, 0)).toBe('2 windows failed; the first is shown below');
  expect(rest(1, 4)).toBe(
    '1 window failed, and 4 not tried, since several in a row failed the same way; the first is shown below',
  );
});
