import { integerBetween, pick, type Random } from '../support/emulator/random.ts';
import type { Scenario } from './scenario.ts';

/** Seconds of a day. */
export const DAY = 86_400;

/** A record as the API would give it, and what the world knows of it besides. */
export interface Row {
  readonly wire: Record<string, unknown>;
  readonly key: string;
  /** The replication key, in unix seconds; 0 where the list has none. */
  readonly at: number;
  /** Since when it is there, in unix seconds. */
  readonly since: number;
  /** Rows in front of it were deleted from a list with offsets while it was read: it may have been passed over. */
  mayBeHidden: boolean;
}

/** Everything that the simulated API holds; it changes as time goes by. */
export interface World {
  now: number;
  readonly messages: Row[];
  readonly activities: Row[];
  readonly newsletters: Row[];
  segments: Row[];
  readonly members: Map<number, Row[]>;
  readonly people: Row[];
  /** Suppressed addresses of one type, by address. */
  readonly suppressions: Row[];
  /** Rows that were deleted, of any list. */
  readonly deleted: Row[];
  /** Lets time go by, and something happen in it. */
  change(): void;
  /** Nothing changes any more. */
  freeze(): void;
}

/** Makes the world of a scenario: some tens of records. */
export function createWorld(scenario: Scenario): World {
  const { random } = scenario;
  const between = (low: number, high: number) => integerBetween(random, low, high);
  let count = 0;
  let isFrozen = false;
  const world: World = {
    now: 1_780_000_000,
    messages: [],
    activities: [],
    newsletters: [],
    segments: [],
    members: new Map(),
    people: [],
    suppressions: [],
    deleted: [],
    change: () => {
      if (!isFrozen && scenario.changes !== 'none') changeSomething();
    },
    freeze: () => {
      isFrozen = true;
    },
  };

  const add = (
    list: Row[],
    prefix: string,
    at: number,
    more: (id: number) => Record<string, unknown>,
  ): Row => {
    count += 1;
    const key = `${prefix}${count}`;
    const row: Row = { wire: { id: key, ...more(count) }, key, at, since: world.now, mayBeHidden: false };
    list.push(row);
    // The newest first, and those of one second in the order of their arrival.
    if (at > 0) list.sort((a, b) => b.at - a.at || a.since - b.since || (a.key < b.key ? -1 : 1));
    return row;
  };
  const addMessage = (at: number) =>
    add(world.messages, 'm', at, () => ({
      created: at,
      metrics: { sent: at },
      type: 'email',
      ...changeKey('', at),
    }));
  const addActivity = (at: number) =>
    add(world.activities, 'a', at, () => ({ timestamp: at, type: 'event' }));
  const addMember = (segment: number) =>
    add(world.members.get(segment) ?? [], 'c', 0, (id) => ({ id: null, cio_id: `c${id}`, email: null }));

  const addPerson = () =>
    add(world.people, 'p', 0, (id) => ({ id: null, cio_id: `p${id}`, email: `${id}@example.com` }));
  const addSuppression = () =>
    add(world.suppressions, 'e', 0, (id) => ({ email: `e${id}@example.com`, created: world.now }));

  const remove = (list: Row[]) => {
    if (list.length === 0) return;
    world.deleted.push(...list.splice(between(0, list.length - 1), 1));
    // A cursor that names the deleted row falls back to an offset, too.
    for (const row of list) row.mayBeHidden = true;
  };

  function changeSomething(): void {
    const { now } = world;
    if (random() < 0.15) addMessage(now - between(0, 2));
    if (random() < 0.15) addActivity(now - between(0, 2));
    // Late ones; the lookback of activities finds what is at most a day late.
    if (random() < 0.04) addActivity(now - between(0, 20 * 3600));
    if (random() < 0.04) addMessage(now - between(0, 20 * 3600));
    if (random() < 0.08 && world.messages.length > 0)
      addMetric(pick(random, first(world.messages)), random, now);
    if (random() < 0.05) addPerson();
    if (random() < 0.03) addSuppression();
    if (scenario.changes !== 'deletions') return;
    if (random() < 0.02) remove(world.people);
    if (random() < 0.02) remove(world.suppressions);
    if (random() < 0.04) remove(world.messages);
    if (random() < 0.03) remove(world.activities);
    if (random() < 0.02) remove(world.newsletters);
    if (random() < 0.04 && world.segments.length > 0) {
      const segment = pick(random, first(world.segments));
      remove(world.members.get(Number(segment.wire['id'])) ?? []);
    }
    if (random() < 0.003) world.segments = world.segments.slice(1);
  }

  const span = between(1, 40) * DAY;
  for (let left = between(0, 40); left > 0; left -= 1) addMessage(world.now - between(0, span));
  // A bulk send: more in one second than a page holds.
  const bulk = world.now - between(0, span);
  if (random() < 0.3) for (let left = between(3, 20); left > 0; left -= 1) addMessage(bulk);
  for (let left = between(0, 40); left > 0; left -= 1) addActivity(world.now - between(0, 20 * DAY));
  for (let left = between(0, 15); left > 0; left -= 1)
    add(world.newsletters, 'n', 0, (id) => ({ id, name: 'n' }));
  for (let left = between(0, 25); left > 0; left -= 1) addPerson();
  for (let left = between(0, 8); left > 0; left -= 1) addSuppression();
  for (let id = between(1, 4); id > 0; id -= 1) {
    add(world.segments, 's', 0, () => ({ id, name: 's', state: 'finished' }));
    world.members.set(id, []);
    for (let left = between(0, 12); left > 0; left -= 1) addMember(id);
  }
  return world;
}

/** A list that is known to hold something. */
function first(rows: readonly Row[]): readonly [Row, ...Row[]] {
  const [head, ...rest] = rows;
  if (!head) throw new RangeError('nothing to pick from');
  return [head, ...rest];
}

/** A metric arrives, hours after its own time at most (docs/api-behaviour.md#35, #98). */
function addMetric({ wire, key }: Row, random: Random, now: number): void {
  const at = now - integerBetween(random, 0, 5 * 3600);
  const metrics = { ...Object(wire['metrics']) };
  metrics[pick(random, ['opened', 'clicked', 'link:4', 'delivered'])] ??= at;
  wire['metrics'] = metrics;
  Object.assign(wire, changeKey(key, Math.max(...Object.values(metrics).map(Number))));
}

function changeKey(key: string, at: number): Record<string, unknown> {
  return { deduplicate_id: `${key}:${at}` };
}
