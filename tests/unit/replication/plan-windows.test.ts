import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BegunWindow,
  joinWindows,
  planWindows,
  type Window,
} from '../../../src/replication/plan-windows.ts';

/** Windows that do not overlap, some with a cursor, in any order, anywhere around the span of 0 to 100. */
const begunWindows = fc
  .array(fc.record({ gap: fc.nat(15), length: fc.integer({ min: 1, max: 30 }), isDone: fc.boolean() }), {
    maxLength: 8,
  })
  .chain((pieces) => {
    let at = -20;
    const windows = pieces.map(({ gap, length, isDone }, index): BegunWindow => {
      const from = at + gap;
      at = from + length;
      return { from, to: at, ...(isDone ? {} : { cursor: `cursor ${index}` }) };
    });
    return fc.shuffledSubarray(windows, { minLength: windows.length });
  });

const anyWindows = fc.array(
  fc
    .record({ from: fc.integer({ min: -20, max: 120 }), length: fc.integer({ min: -10, max: 40 }) })
    .chain(({ from, length }) =>
      fc.constantFrom<BegunWindow>({ from, to: from + length }, { from, to: from + length, cursor: 'c' }),
    ),
  { maxLength: 6 },
);

const span = fc.record({ from: fc.integer({ min: 0, max: 40 }), to: fc.integer({ min: 0, max: 100 }) });
const longest = fc.integer({ min: 1, max: 120 });

/** How many of the windows each second of the span lies in. */
function coverage({ from, to }: Window, windows: readonly Window[]): number[] {
  return Array.from(
    { length: Math.max(0, to - from) },
    (_, index) => windows.filter((window) => window.from <= from + index && from + index < window.to).length,
  );
}

function isFinished({ cursor }: BegunWindow): boolean {
  return cursor === undefined;
}

describe('planWindows', () => {
  it.each<[string, Parameters<typeof planWindows>[0], BegunWindow[]]>([
    ['plans nothing for an empty span', { from: 10, to: 10, longest: 7, begun: [] }, []],
    ['plans nothing for a span that ends before it begins', { from: 10, to: 5, longest: 7, begun: [] }, []],
    [
      'takes one window where the span is no longer than the longest',
      { from: 0, to: 7, longest: 7, begun: [] },
      [{ from: 0, to: 7 }],
    ],
    [
      'cuts a longer span, the rest last',
      { from: 0, to: 15, longest: 7, begun: [] },
      [
        { from: 0, to: 7 },
        { from: 7, to: 14 },
        { from: 14, to: 15 },
      ],
    ],
    [
      'leaves out what is finished',
      { from: 0, to: 20, longest: 10, begun: [{ from: 5, to: 12 }] },
      [
        { from: 0, to: 5 },
        { from: 12, to: 20 },
      ],
    ],
    [
      'plans nothing where all is finished',
      { from: 0, to: 20, longest: 10, begun: [{ from: -5, to: 30 }] },
      [],
    ],
    [
      'keeps a window in progress as it is, also if it is longer than the longest now',
      { from: 0, to: 20, longest: 5, begun: [{ from: 3, to: 15, cursor: 'c' }] },
      [
        { from: 0, to: 3 },
        { from: 3, to: 15, cursor: 'c' },
        { from: 15, to: 20 },
      ],
    ],
    [
      'reads anew a window in progress that begins before the span',
      { from: 5, to: 20, longest: 10, begun: [{ from: 0, to: 12, cursor: 'c' }] },
      [
        { from: 5, to: 15 },
        { from: 15, to: 20 },
      ],
    ],
    [
      'reads anew a window in progress that overlaps a finished one',
      {
        from: 0,
        to: 20,
        longest: 20,
        begun: [
          { from: 0, to: 10 },
          { from: 5, to: 15, cursor: 'c' },
        ],
      },
      [{ from: 10, to: 20 }],
    ],
    [
      'takes no notice of windows outside of the span',
      {
        from: 10,
        to: 20,
        longest: 20,
        begun: [
          { from: 0, to: 10, cursor: 'c' },
          { from: 20, to: 25 },
        ],
      },
      [{ from: 10, to: 20 }],
    ],
  ])('%s', (_, input, windows) => {
    expect(planWindows(input)).toEqual(windows);
  });

  it('covers with the finished windows each second of the span exactly once', () => {
    fc.assert(
      fc.property(span, longest, begunWindows, (within, most, begun) => {
        const all = [...planWindows({ ...within, longest: most, begun }), ...begun.filter(isFinished)];
        expect(coverage(within, all).filter((times) => times !== 1)).toEqual([]);
      }),
    );
  });

  it('covers each second at least once, whatever windows a state names', () => {
    fc.assert(
      fc.property(span, longest, anyWindows, (within, most, begun) => {
        const all = [...planWindows({ ...within, longest: most, begun }), ...begun.filter(isFinished)];
        expect(coverage(within, all)).not.toContain(0);
      }),
    );
  });

  it('plans no window longer than the longest, save those in progress', () => {
    fc.assert(
      fc.property(span, longest, begunWindows, (within, most, begun) => {
        const windows = planWindows({ ...within, longest: most, begun }).filter(isFinished);
        expect(windows.filter(({ from, to }) => to <= from || to - from > most)).toEqual([]);
      }),
    );
  });

  it('keeps each window in progress that begins in the span, with its cursor', () => {
    fc.assert(
      fc.property(span, longest, begunWindows, (within, most, begun) => {
        const inProgress = begun.filter((window) => !isFinished(window));
        const kept = inProgress.filter(({ from }) => within.from <= from && from < within.to);
        const windows = planWindows({ ...within, longest: most, begun });
        expect(windows.filter((window) => !isFinished(window))).toEqual(kept.sort((a, b) => a.from - b.from));
      }),
    );
  });

  it('plans in the order of time', () => {
    fc.assert(
      fc.property(span, longest, begunWindows, (within, most, begun) => {
        const starts = planWindows({ ...within, longest: most, begun }).map(({ from }) => from);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }),
    );
  });

  it('leaves the windows that it is given as they are', () => {
    const begun = [
      { from: 5, to: 6 },
      { from: 1, to: 2 },
    ];
    planWindows({ from: 0, to: 10, longest: 3, begun });
    expect(begun.map(({ from }) => from)).toEqual([5, 1]);
  });
});

describe('joinWindows', () => {
  it.each<[string, Window[], Window, Window[]]>([
    ['begins with one', [], { from: 5, to: 10 }, [{ from: 5, to: 10 }]],
    ['joins two that touch', [{ from: 0, to: 5 }], { from: 5, to: 10 }, [{ from: 0, to: 10 }]],
    ['joins two that overlap', [{ from: 0, to: 7 }], { from: 5, to: 10 }, [{ from: 0, to: 10 }]],
    ['joins one that lies in another', [{ from: 0, to: 10 }], { from: 2, to: 5 }, [{ from: 0, to: 10 }]],
    [
      'keeps two apart that do not touch',
      [{ from: 6, to: 10 }],
      { from: 0, to: 5 },
      [
        { from: 0, to: 5 },
        { from: 6, to: 10 },
      ],
    ],
    [
      'joins three by the one between them',
      [
        { from: 0, to: 5 },
        { from: 10, to: 15 },
      ],
      { from: 5, to: 10 },
      [{ from: 0, to: 15 }],
    ],
  ])('%s', (_, finished, added, joined) => {
    expect(joinWindows(finished, added)).toEqual(joined);
  });

  it('leaves the cursor of a window that was in progress out', () => {
    const added: BegunWindow = { from: 0, to: 5, cursor: 'c' };
    expect(joinWindows([], added)).toEqual([{ from: 0, to: 5 }]);
  });

  it('covers what the windows cover, in order, with gaps between', () => {
    const windows = fc.array(
      fc.record({ from: fc.nat(90), length: fc.integer({ min: 1, max: 20 }) }).map(({ from, length }) => ({
        from,
        to: from + length,
      })),
    );
    fc.assert(
      fc.property(windows, (given) => {
        const joined = given.reduce<Window[]>(joinWindows, []);
        const all = { from: 0, to: 120 };
        expect(coverage(all, joined)).toEqual(coverage(all, given).map((times) => Math.min(times, 1)));
        const gaps = joined.slice(1).map(({ from }, index) => from - (joined[index]?.to ?? from));
        expect(gaps.filter((gap) => gap <= 0)).toEqual([]);
      }),
    );
  });
});
