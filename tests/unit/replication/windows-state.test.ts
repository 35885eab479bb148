import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/pages/partition.ts';
import { newWindow, type Window } from '../../../src/replication/window.ts';
import {
  closeWindow,
  countPage,
  endWindow,
  followPage,
  halveWindow,
  openWindow,
  restartWindow,
  startWindow,
  type WindowsState,
  windowOf,
} from '../../../src/replication/windows-state.ts';
import { makePage } from '../pages/make-page.ts';

/** Windows that are being read; the first has number 0. */
function stateOf(windows: readonly Window[], more: Partial<WindowsState> = {}): WindowsState {
  return {
    read: { covered: [], lookedBack: 0, lookedBackFrom: 0, rewritten: 0, lookback: undefined },
    windows: new Map(windows.entries()),
    opened: windows.length,
    waiting: [],
    places: 3,
    newest: undefined,
    unproved: [],
    isDated: true,
    ...more,
  };
}

const window = (from: number, to: number, more: Partial<Window> = {}): Window =>
  newWindow([from, to], { isLookback: false, readableUntil: 10_000, ...more });

function pageOf(seconds: readonly number[], more: Partial<Page> = {}): Page {
  const records = seconds.map((created) => ({ created }));
  return makePage(records, { next: 'c', begin: seconds[0], ...more });
}

const follow = (state: WindowsState, id: number, seconds: readonly number[], more: Partial<Page> = {}) =>
  followPage(state, id, pageOf(seconds, more), seconds);

const spansOf = ({ windows }: WindowsState) => [...windows.values()].map(({ span }) => span);

describe('the lower half of a window becomes one of its own', () => {
  it('as often as places are free', () => {
    const { state, follow: next } = follow(stateOf([window(1, 1000)]), 0, [990, 901]);
    expect(next).toEqual([677, 901]);
    expect([spansOf(state), state.waiting]).toEqual([
      [
        [677, 1000],
        [1, 451],
        [452, 676],
      ],
      [1, 2],
    ]);
    expect([...state.windows.values()].map(({ isHalf }) => isHalf)).toEqual([false, true, true]);
  });

  it.each<[string, readonly Window[], Partial<WindowsState>, Partial<Page>]>([
    ['no place is free', [window(1, 1000)], { places: 1 }, {}],
    ['another has more left', [window(1, 1000), window(2000, 4000, { pageSeconds: 10 })], {}, {}],
    ['its page was not full', [window(1, 1000)], {}, { isFull: false }],
    ['it is not newest first', [window(1, 1000)], {}, { order: { rose: true, varied: true } }],
  ])('but not where %s', (_, windows, more, page) => {
    const { state } = follow(stateOf(windows, more), 0, [990, 901], page);
    expect(state.windows.size).toBe(windows.length);
  });

  it('also where another is as wide, or cannot be shared', () => {
    for (const other of [window(2001, 2901, { pageSeconds: 10 }), window(2000, 9000)]) {
      const { state } = follow(stateOf([window(1, 1000), other]), 0, [990, 901]);
      expect(state.windows.size).toBe(3);
    }
  });
});

describe('a rest that begins without anything of the second in which the page before has ended', () => {
  const doubted = window(1, 1000, { end: 500, doubted: 500 });

  it('when it was asked for again, leaves what lies between to a window of its own', () => {
    const { state, follow: next } = follow(stateOf([doubted]), 0, [400, 300], { isFull: false });
    expect([spansOf(state), state.waiting, next]).toEqual([
      [
        [1, 400],
        [401, 500],
      ],
      [1],
      [1, 300],
    ]);
    const { read } = countPage(
      state,
      0,
      pageOf([400, 300], { order: { rose: false, varied: true } }),
      [400, 300],
    );
    expect(read.covered).toEqual([[301, 400]]);
  });

  it.each<[string, Partial<Window>, readonly number[], Partial<Page>]>([
    ['it is the first time', { doubted: undefined }, [400, 300], {}],
    ['something of that second has come', {}, [500, 300], {}],
    ['it is a later page of the rest', {}, [400, 300], { cursor: 'b' }],
    ['nothing has come', {}, [], {}],
  ])('stays one window where %s', (_, more, seconds, page) => {
    const { state } = follow(stateOf([{ ...doubted, ...more }]), 0, seconds, page);
    expect(spansOf(state)).toEqual([[1, 1000]]);
  });
});

describe('a half that is found empty', () => {
  const half = window(1, 500, { isHalf: true });
  const empty = { next: undefined };

  it('is given back to the window above, which asks for it with its next request', () => {
    const { state, follow: next } = follow(stateOf([window(501, 1000), half]), 1, [], empty);
    expect([next, windowOf(state, 0).span, windowOf(state, 0).emptyTo]).toEqual(['stop', [1, 1000], 500]);
    const ended = endWindow(state, 1, 'stopped');
    expect([spansOf(ended), ended.read.covered]).toEqual([[[1, 1000]], []]);
    const { follow: rest } = follow(ended, 0, [990, 901], { isFull: false });
    expect(rest).toEqual([1, 901]);
  });

  it('is asked for by itself, and is no half, where the window above has ended without asking for it', () => {
    const { state } = follow(stateOf([window(501, 1000), half]), 1, [], empty);
    const ended = endWindow(endWindow(state, 1, 'stopped'), 0, 'verified');
    expect(ended.read.covered).toEqual([[501, 1000]]);
    expect(windowOf(ended, 2)).toMatchObject({ span: [1, 500], wasEmpty: true, isHalf: false });
    expect(ended.waiting).toEqual([2]);
    // Its first answer is the second one.
    const { follow: next } = follow(ended, 2, [], empty);
    expect(next).toBe('cursor');
  });

  it.each<[string, readonly Window[]]>([
    ['there is none above', [window(600, 1000), half]],
    ['that one is read by its cursors', [window(501, 1000, { isByCursor: true }), half]],
    ['that one is of a lookback', [window(501, 1000, { isLookback: true }), half]],
    ['it is no half', [window(501, 1000), window(1, 500)]],
  ])('is asked for again where %s', (_, windows) => {
    const { state, follow: next } = follow(stateOf(windows), 1, [], empty);
    expect([next, windowOf(state, 1).wasEmpty]).toEqual([[1, 500], true]);
  });

  it('is given back to the window further above where the one between was given back', () => {
    const between = window(501, 700, { isHalf: true });
    const { state } = follow(stateOf([between, window(701, 1000), half]), 0, [], empty);
    const { state: both, follow: next } = follow(state, 2, [], empty);
    expect([next, windowOf(both, 1).span]).toEqual(['stop', [1, 1000]]);
    expect(endWindow(endWindow(both, 0, 'stopped'), 2, 'stopped').read.covered).toEqual([]);
  });

  it('below something that has come is asked for again alone', () => {
    const read = { ...half, end: 300 };
    const { state, follow: next } = follow(stateOf([window(501, 1000), read]), 1, [], empty);
    expect([next, windowOf(state, 1).wasEmpty, windowOf(state, 0).span]).toEqual([
      [1, 300],
      true,
      [501, 1000],
    ]);
  });

  it('is not given back by a second answer', () => {
    const asked = { ...half, wasEmpty: true };
    expect(follow(stateOf([window(501, 1000), asked]), 1, [], empty).follow).toBe('cursor');
  });
});

describe('a window', () => {
  it('that has ended counts as read; one whose end proves nothing does not', () => {
    expect(endWindow(stateOf([window(1, 500)]), 0, 'verified').read.covered).toEqual([[1, 500]]);
    expect(endWindow(stateOf([window(1, 500)]), 0, 'unproved').read.covered).toEqual([]);
    const lookback = endWindow(stateOf([window(1, 500, { isLookback: true })]), 0, 'unproved');
    expect([lookback.unproved, lookback.windows.size]).toEqual([[[1, 500]], 0]);
    expect(endWindow(stateOf([window(1, 500)]), 0, 'unproved').unproved).toEqual([]);
  });

  it('that is not tried waits no more', () => {
    const state = openWindow(stateOf([]), window(1, 500));
    expect(state.waiting).toEqual([0]);
    expect(closeWindow(state, 0)).toMatchObject({ waiting: [], windows: new Map() });
  });

  it('counts up to five minutes before its first request, however often it is asked for', () => {
    const fresh = newWindow([1, 500], { isLookback: false });
    const started = startWindow(startWindow(stateOf([fresh]), 0, 700.9), 0, 900);
    expect(windowOf(started, 0).readableUntil).toBe(400);
  });

  it('counts up to five minutes before the newest record where nothing shows a time', () => {
    const state = stateOf([window(1, 500)], { isDated: false });
    const seconds = [450, 310];
    const counted = countPage(state, 0, pageOf(seconds), seconds);
    expect([counted.newest, counted.read.covered]).toEqual([450, []]);
    expect(endWindow(counted, 0, 'verified').read.covered).toEqual([[1, 150]]);
    expect(countPage(counted, 0, pageOf([]), []).newest).toBe(450);
    expect(countPage(state, 0, pageOf([]), []).newest).toBeUndefined();
  });

  it('that is not newest first counts nothing of what it had counted', () => {
    const read = { ...stateOf([]).read, covered: [[1, 2000]] as const };
    const { state } = follow(stateOf([window(1, 1000, { end: 900 })], { read }), 0, [100, 200], {
      order: { rose: true, varied: true },
    });
    expect(state.read.covered).toEqual([[1001, 2000]]);
  });

  it('that the API cannot answer is cut in half, down to a second', () => {
    const given = window(1, 1000, { end: 501, pageSeconds: 10, wasEmpty: true });
    const halved = halveWindow(stateOf([given], { places: 1 }), 0);
    expect([halved?.rest, halved && spansOf(halved.state), halved?.state.waiting]).toEqual([
      [252, 501],
      [
        [252, 1000],
        [1, 251],
      ],
      [1],
    ]);
    expect(halved && windowOf(halved.state, 0)).toMatchObject({ wasEmpty: false, pageSeconds: undefined });
    expect(halved && windowOf(halved.state, 1).isHalf).toBe(false);
    expect(halveWindow(stateOf([window(7, 7)]), 0)).toBeUndefined();
  });

  it('that is read anew asks for all that is left of it', () => {
    const { state, rest } = restartWindow(stateOf([window(1, 1000, { end: 800, askedFrom: 300 })]), 0);
    expect([rest, windowOf(state, 0).askedFrom]).toEqual([[1, 800], 1]);
  });
});
