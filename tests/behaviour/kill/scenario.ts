import type { EmulatorOptions } from '../../support/emulator/options.ts';

/** One story of kills: how the API behaves, when the program is killed, what arrives between the runs. */
export interface Scenario {
  readonly seed: number;
  readonly api: EmulatorOptions;
  /** The program is killed after this many lines; one number for each killed run. */
  readonly kills: readonly number[];
  /** Records that arrive before each run but the first: messages, activities. */
  readonly arrivals: readonly { messages: number; activities: number }[];
  /** Before which run the API forgets its cursors, if ever. */
  readonly forgetsCursorsBefore: number | undefined;
}

/** Records on a page, for every list that has pages: small, so that every kill hits a chain of them. */
export const PAGE = 10;

/** Days of history: nine windows of messages. */
export const HISTORY_DAYS = 60;

/** Lines that a whole first run writes, roughly: kills are spread over them. */
const LINES = 900;

/** A stream of numbers from 0 to under 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_769;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The scenario of a seed: over a few seeds all orders, all ends of a cursor and all bounds occur. */
export function scenarioOf(seed: number): Scenario {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const isTrue = () => random() < 0.5;
  const kills = Array.from({ length: 1 + below(4) }, () => 1 + below(LINES));
  return {
    seed,
    kills,
    arrivals: kills.map(() => ({
      messages: below(6),
      activities: below(4) === 0 ? 3 * PAGE + below(PAGE) : below(5),
    })),
    forgetsCursorsBefore: below(5) === 0 ? 1 + below(kills.length) : undefined,
    api: {
      seed,
      activitiesOrder: seed % 2 === 0 ? 'newest_first' : 'oldest_first',
      messagesOrder: isTrue() ? 'newest_first' : 'oldest_first',
      endOfPages: (['absent', 'null', 'empty'] as const)[seed % 3] ?? 'absent',
      trailingEmptyPage: isTrue(),
      ...(below(3) === 0 ? { emptyPageEvery: 2 + below(3) } : {}),
      latencyMs: { min: 0, max: below(4) },
      messagesSpanDays: HISTORY_DAYS,
      maxPageSizes: {
        newsletters: PAGE,
        segment_membership: PAGE,
        activities: PAGE,
        messages: PAGE,
        sender_identities: PAGE,
      },
      sizes: {
        campaigns: 6,
        actionsPerCampaign: 8,
        broadcasts: 3,
        actionsPerBroadcast: 3,
        newsletters: 3 * PAGE,
        segments: 12,
        membersPerSegment: 15,
        // Few enough at times that the order of the list cannot be told.
        activities: [3, PAGE, 15 * PAGE][below(3)] ?? PAGE,
        messages: 20 * PAGE,
        senderIdentities: 2 * PAGE,
      },
    },
  };
}
