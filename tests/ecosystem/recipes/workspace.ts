import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A workspace, and its clock. */
export interface Workspace {
  readonly emulator: Emulator;
  /** When it was made, in unix seconds; its clock stands still there. */
  readonly now: number;
  /** From now on the clock says two hours later, and each request takes half an hour. */
  slowDown(): void;
}

/** A workspace in which every question of the page has an answer that is not empty. */
export async function startWorkspace(): Promise<Workspace> {
  // A day behind the machine, so that it is the earlier of the two clocks of a run even when it is slow: `read_at` goes by it.
  const now = Math.floor(Date.now() / 1000) - DAY;
  let before: number | undefined;
  const emulator: Emulator = await startEmulator({
    seed: 22,
    now,
    clock: () => (before === undefined ? now : now + 2 * HOUR + (emulator.requests.length - before) * 1800),
    requestsPerSecond: false,
    messagesSpanDays: 140,
    sizes: {
      campaigns: 4,
      actionsPerCampaign: 5,
      newsletters: 60,
      messages: 900,
      activities: 120,
      people: 60,
      membersPerSegment: 20,
    },
  });
  for (const segment of emulator.world.segments)
    Object.assign(segment, { state: 'finished', progress: null });
  return {
    emulator,
    now,
    slowDown() {
      before = emulator.requests.length;
    },
  };
}
