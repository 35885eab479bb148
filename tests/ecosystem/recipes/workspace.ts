import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';

/** A workspace in which every question of the page has an answer that is not empty. */
export async function startWorkspace(): Promise<Emulator> {
  const now = Math.floor(Date.now() / 1000);
  const emulator = await startEmulator({
    seed: 22,
    now,
    clock: () => now,
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
  return emulator;
}
