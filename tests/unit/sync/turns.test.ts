import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { selectStreams } from '../../../src/commands/select-streams.ts';
import type { JsonObject } from '../../../src/json/json-object.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import type { PlannedStream } from '../../../src/streams/planned-stream.ts';
import { createPlan } from '../../../src/sync/plan.ts';
import { createTurns, inReadingOrder } from '../../../src/sync/turns.ts';

const UNDER_WAY = { progress: [{}] };
const begun = (hour: number) => ({ begun: `2026-01-31T${hour}:00:00Z` });

/** The order of the turns, by name. */
function orderOf(streams: readonly StreamName[], bookmarks: { readonly [stream: string]: JsonObject }) {
  const { roots } = createPlan(selectStreams(discover(), streams));
  const now = Date.parse('2026-01-31T21:00:00Z') / 1000;
  return inReadingOrder(roots, { bookmark: (name) => bookmarks[name] ?? {} }, now);
}

const namesOf = (streams: readonly PlannedStream[]) => streams.map(({ name }) => name);

describe('the order in which streams are read', () => {
  it('is that of what is INCREMENTAL, of what is under way, and of what has waited longest', () => {
    const order = orderOf(['snippets', 'exports', 'optouts', 'collections', 'activities'], {
      activities: begun(20),
      snippets: begun(11),
      exports: begun(10),
      optouts: { ...begun(15), ...UNDER_WAY },
    });
    expect(namesOf(order)).toEqual(['activities', 'optouts', 'collections', 'exports', 'snippets']);
  });

  it.each(['9999-12-31T23:59:59Z', 'soon', 5e12, {}])(
    'takes a stream that began at %j for one that was never begun: else it would wait for ever',
    (odd) => {
      const order = orderOf(['exports', 'snippets'], { snippets: { begun: odd }, exports: begun(11) });
      expect(namesOf(order)).toEqual(['snippets', 'exports']);
    },
  );

  it.each([
    ['null in place of its object', [null]],
    ['a text in place of its object', ['x']],
    ['an object, as former releases wrote it', {}],
    ['a text', 'x'],
  ])('takes a stream whose progress is %s for one that is not under way', (_, progress) => {
    const order = orderOf(['exports', 'snippets'], {
      snippets: { ...begun(12), progress },
      exports: begun(11),
    });
    expect(namesOf(order)).toEqual(['exports', 'snippets']);
  });

  it('has a parent before the most urgent of its children, and the others where they belong', () => {
    const order = orderOf(['segments', 'segment_membership', 'segment_usage', 'exports'], {
      segments: begun(15),
      segment_membership: { ...begun(15), ...UNDER_WAY },
      segment_usage: begun(14),
      exports: begun(12),
    });
    expect(namesOf(order)).toEqual(['segments', 'segment_membership', 'exports', 'segment_usage']);
  });

  it('has one turn for a parent with the children that are read while its pages come', () => {
    const order = orderOf(
      ['campaigns', 'campaign_actions', 'campaign_action_metrics', 'campaign_metrics'],
      {},
    );
    expect(namesOf(order)).toEqual(['campaigns', 'campaign_actions', 'campaign_metrics']);
  });

  it('lets what has failed wait as if it had been read', () => {
    const order = orderOf(['people_identifiers', 'exports'], {
      people_identifiers: { ...begun(15), progress: [{ has_failed: true }] },
      exports: begun(14),
    });
    expect(namesOf(order)).toEqual(['exports', 'people_identifiers']);
  });
});

describe('the turn of a stream', () => {
  /** Turns of five lists with three places, and which have begun. */
  function startTurns() {
    const order = orderOf(['collections', 'exports', 'optouts', 'snippets', 'workspaces'], {});
    const stop = new AbortController();
    const turns = createTurns(order, { places: 3, signal: stop.signal });
    const begunTurns: [StreamName, boolean][] = [];
    for (const stream of order)
      void turns.begin(stream).then((isTurn) => void begunTurns.push([stream.name, isTurn]));
    const [first, second] = order;
    if (!first || !second) throw new Error('no streams');
    return { turns, first, second, stop, begunTurns };
  }

  it('comes when those before it leave a place in flight free', async () => {
    const { turns, first, second, begunTurns } = startTurns();
    await turn();
    expect(begunTurns).toHaveLength(3);
    turns.busy(first, 1);
    turns.busy(first, 1);
    turns.end(second);
    await turn();
    expect(begunTurns).toHaveLength(3);
    turns.busy(first, -1);
    await turn();
    expect(begunTurns).toHaveLength(4);
  });

  it('comes while one before it waits to make a request again', async () => {
    const { turns, first, begunTurns } = startTurns();
    turns.busy(first, 1);
    turns.busy(first, -1);
    await turn();
    expect(begunTurns).toHaveLength(4);
  });

  it('does not come any more once the run is stopped', async () => {
    const { stop, begunTurns } = startTurns();
    await turn();
    stop.abort();
    await turn();
    expect(begunTurns.map(([, isTurn]) => isTurn)).toEqual([true, true, true, false, false]);
  });
});
