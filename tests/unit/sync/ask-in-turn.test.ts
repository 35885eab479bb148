import { expect, it } from 'vitest';
import type { Request } from '../../../src/api.ts';
import { createCompleteness } from '../../../src/bookmarks/completeness.ts';
import { askInTurn } from '../../../src/sync/ask-in-turn.ts';

const REQUEST: Request = { path: '/v1/x', params: {}, query: {} };
const ANSWER = { next: undefined, apiDate: undefined, sentDate: undefined, json: async () => ({}) };

/** Asks for what answers with each result in turn, after as many retries. */
function start(results: readonly { readonly retries: number; readonly fails?: true }[], hasFailed = false) {
  const completeness = createCompleteness();
  if (hasFailed) completeness.add('failed');
  const seen: unknown[] = [];
  const left = [...results];
  const retries: (() => void)[] = [];
  const ask = askInTurn({
    run: {
      async ask({ onRetry, mostAttempts }) {
        seen.push(mostAttempts);
        const result = left.shift();
        if (onRetry) retries.push(onRetry);
        for (let retry = 0; retry < (result?.retries ?? 0); retry += 1) onRetry?.();
        if (result?.fails) throw new Error('no answer');
        return ANSWER;
      },
    },
    reader: { completeness },
    save: () => void seen.push('saved'),
    onBusy: (change) => void seen.push(change > 0 ? 'takes its place' : 'gives it away'),
  });
  return { ask, seen, retries };
}

it('a request gives its place in flight away once while it waits, and takes it again at its end', async () => {
  const { ask, seen, retries } = start([{ retries: 3 }, { retries: 0 }]);
  await ask(REQUEST);
  expect(seen).toEqual([undefined, 'gives it away', 'saved', 'takes its place']);
  await ask(REQUEST);
  for (const retry of retries) retry();
  expect(seen.slice(4)).toEqual([undefined]);
});

it('a request that fails takes its place again, too', async () => {
  const { ask, seen } = start([{ retries: 1, fails: true }]);
  await expect(ask(REQUEST)).rejects.toThrow('no answer');
  expect(seen).toEqual([undefined, 'gives it away', 'saved', 'takes its place']);
});

it('what failed in an earlier run of the pass is tried once only, until there is an answer', async () => {
  const { ask, seen } = start([{ retries: 0, fails: true }, { retries: 0 }, { retries: 0 }], true);
  await expect(ask(REQUEST)).rejects.toThrow('no answer');
  await ask(REQUEST);
  await ask(REQUEST);
  expect(seen).toEqual([1, 1, undefined]);
});
