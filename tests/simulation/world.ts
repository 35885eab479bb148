import { integerBetween } from '../support/emulator/random.ts';
import type { Scenario } from './scenario.ts';

/** The lists of the API that hold what streams are made of. */
export type ListName =
  | 'messages'
  | 'activities'
  | 'newsletters'
  | 'newsletter_contents'
  | 'campaigns'
  | 'segments'
  | 'segment_membership'
  | 'people_identifiers'
  | 'esp_suppressions'
  | 'esp_domain_suppressions'
  | 'object_types'
  | 'object_identifiers'
  | 'object_relationships'
  | 'broadcasts'
  | 'broadcast_triggers'
  | 'broadcast_trigger_errors'
  | 'subscription_channels'
  | 'design_studio_folders';

/** A record as the API would give it, and what the world knows of it besides. */
export interface Row {
  readonly wire: Record<string, unknown>;
  /** Its own part of the key. */
  readonly id: string;
  /** The replication key, in unix seconds; 0 where the list has none. */
  readonly at: number;
  /** What its list is sorted by, the greatest first. */
  readonly place: number;
  /** Since when it is there, in unix seconds. */
  readonly since: number;
  /** Its place among all rows that ever were. */
  readonly rank: number;
  /** When it last changed, how long after the time that the change itself has, and by which metric. */
  changed: { at: number; lag: number; metric?: string };
  /** A list with offsets has lost rows while it was read, so that no page had this one. */
  isSkipped: boolean;
  readonly below: Map<ListName, Row[]>;
}

/** Everything that the simulated API holds; it changes as time goes by. */
export interface World {
  now: number;
  /** The creation times of messages that a state says were read, though they were not. */
  unread: readonly [from: number, to: number] | undefined;
  readonly scenario: Scenario;
  /** How many rows there ever were. */
  readonly count: number;
  /** How many there were when the story began. */
  populated: number;
  /** When it was frozen; the present until then. */
  readonly frozenAt: number;
  readonly isFrozen: boolean;
  /** The rows of a list, or of a parent's. */
  list(name: ListName, parent?: Row): readonly Row[];
  find(name: ListName, id: string | undefined, parent?: Row): Row | undefined;
  /** Any row of a list; undefined if there is none. */
  some(name: ListName, parent?: Row): Row | undefined;
  add(name: ListName, row: NewRow, wire: Record<string, unknown>): Row;
  /** Any row of a list is deleted, with all that belongs to it. */
  remove(name: ListName, parent?: Row): void;
  /** Some rows are deleted that follow each other. */
  removeSome(name: ListName, at: { from: number; count: number }, parent?: Row): void;
  /** Nothing changes any more. */
  freeze(): void;
}

/** What a row may say of itself. */
export interface NewRow {
  readonly parent?: Row;
  readonly id: string;
  readonly at?: number;
  readonly place?: number;
  readonly since?: number;
}

/** An empty world. */
export function createWorld(scenario: Scenario): World {
  const roots = new Map<ListName, Row[]>();
  let count = 0;
  let frozenAt: number | undefined;
  const rows = (name: ListName, parent?: Row): Row[] => {
    const lists = parent?.below ?? roots;
    const list = lists.get(name) ?? [];
    lists.set(name, list);
    return list;
  };
  const anyIndex = (list: readonly Row[]) => integerBetween(scenario.random, 0, list.length - 1);
  const world: World = {
    scenario,
    now: scenario.start,
    unread: undefined,
    populated: 0,
    get count() {
      return count;
    },
    get isFrozen() {
      return frozenAt !== undefined;
    },
    get frozenAt() {
      return frozenAt ?? world.now;
    },
    list: rows,
    find: (name, id, parent) => rows(name, parent).find((row) => row.id === id),
    some(name, parent) {
      const list = rows(name, parent);
      return list.length === 0 ? undefined : list[anyIndex(list)];
    },
    add(name, { parent, id, at = 0, place = at, since = world.now }, wire) {
      count += 1;
      const changed = { at: since, lag: since - at };
      const row = { id, wire, at, place, since, rank: count, changed, isSkipped: false, below: new Map() };
      const list = rows(name, parent);
      const index = place === 0 ? -1 : list.findIndex((other) => other.place < place);
      list.splice(index < 0 ? list.length : index, 0, row);
      return row;
    },
    remove(name, parent) {
      const list = rows(name, parent);
      if (list.length > 0) list.splice(anyIndex(list), 1);
    },
    removeSome: (name, { from, count }, parent) => void rows(name, parent).splice(from, count),
    freeze() {
      frozenAt = world.now;
      for (const { wire } of rows('segments')) wire['state'] = 'finished';
    },
  };
  return world;
}
