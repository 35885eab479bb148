import { makeActivity } from './activities.ts';
import { makeMessage } from './messages.ts';
import type { Settings } from './options.ts';
import type { ActivityRecord, Identifiers, MessageRecord } from './wire.ts';
import type { World } from './world.ts';

/** Data that comes or changes while the emulator runs. */
export interface Arrivals {
  /** Messages created now, or at the given times; gives the records back. */
  addMessages(count: number, options?: { created?: readonly number[] }): MessageRecord[];
  /** Takes the first people out of a segment for good; gives them back. */
  removeMembers(segment: number, count: number): Identifiers[];
  /** Replaces a message, as when it is opened later. */
  changeMessage(id: string, change: (message: MessageRecord) => MessageRecord): MessageRecord;
  /**
   * Activities that arrive now, with the given timestamps if any. A back-dated one is put where `placedBy` says: at the
   * newest end (arrival, the default) or among those of its time.
   */
  addActivities(
    count: number,
    options?: { timestamps?: readonly number[]; placedBy?: 'arrival' | 'timestamp' },
  ): ActivityRecord[];
}

/** Arrivals in a world. */
export function createArrivals(
  { messages, activities, segmentMembers }: World,
  { plan, clock }: Settings,
): Arrivals {
  return {
    addMessages: (count, { created = [] } = {}) =>
      Array.from({ length: count }, (_, index) => {
        const time = created[index] ?? clock();
        return messages.add(time, (number) => makeMessage(plan, number, time));
      }),
    removeMembers(segment, count) {
      const members = [...(segmentMembers.get(segment) ?? [])];
      segmentMembers.set(segment, members.slice(count));
      return members.slice(0, count);
    },
    changeMessage(id, change) {
      for (let position = messages.length - 1; position >= 0; position--) {
        if (messages.at(position)?.id === id) return messages.change(position, change);
      }
      throw new RangeError(`no message ${id}`);
    },
    addActivities: (count, { timestamps = [], placedBy = 'arrival' } = {}) =>
      Array.from({ length: count }, (_, index) => {
        const time = timestamps[index] ?? clock();
        const place = placedBy === 'arrival' ? Math.max(time, activities.newest()) : time;
        return activities.add(place, (number) => makeActivity(plan, number, time));
      }),
  };
}
