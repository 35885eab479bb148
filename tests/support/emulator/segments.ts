import { segmentIdAt } from './ids.ts';
import { lazyList } from './lazy-list.ts';
import { countPeople, memberAt } from './people.ts';
import { inTurn, randomFor } from './random.ts';
import { makeRecord } from './sampler.ts';
import type { Identifiers, NumberedRecord, WireList } from './wire.ts';
import { nameAt, pickTags } from './words.ts';
import { DAY, type WorldPlan } from './world-plan.ts';

const UNFINISHED = ['events', 'build', 'events_queued', 'build_queued'] as const;

/** One segment: `progress` only while it is built, `tags` null in every other one. */
export function makeSegment(plan: WorldPlan, index: number): NumberedRecord {
  const finished = index % 3 !== 1;
  return makeRecord(plan, 'Segment', index, {
    id: segmentIdAt(index),
    name: nameAt('segment', index),
    ...(index % 2 === 0 ? {} : { description: '' }),
    state: finished ? 'finished' : inTurn(UNFINISHED, Math.floor(index / 3)),
    progress: finished ? null : 40,
    type: index % 2 === 0 ? 'manual' : 'dynamic',
    tags: index % 2 === 0 ? null : pickTags(randomFor(plan.seed, 'segments', index)),
    ...(plan.isLive ? { conditions: conditionsAt(index) } : {}),
  });
}

/**
 * The people of one segment. Segments share people: each begins elsewhere in the same ring. The last of several
 * segments has nobody. On each day after the world's `now` one leaves, and another joins.
 */
export function makeMembers(plan: WorldPlan, clock: () => number, segment: number): WireList<Identifiers> {
  const { segments, membersPerSegment } = plan.sizes;
  const people = countPeople(plan);
  const empty = segments > 1 && segment === segments - 1;
  return lazyList(empty ? 0 : membersPerSegment, (position) =>
    memberAt(plan, (segment * 7 + position + daysSince(plan, clock())) % people),
  );
}

const daysSince = ({ now }: WorldPlan, time: number) => Math.max(0, Math.floor((time - now) / DAY));

/** The rule of a segment, a free tree that no schema declares (docs/api-behaviour.md#67). */
function conditionsAt(index: number): Record<string, unknown> {
  return {
    and: [{ attribute: { field: 'plan', operator: 'eq', value: index % 2 === 0 ? 'trial' : 'true' } }],
  };
}
