import { onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../emulator/options.ts';
import { type Emulator, startEmulator } from '../emulator/start-emulator.ts';
import { type Env, envFor } from './run-main.ts';

/** 2026-01-31T12:00:00Z, in unix seconds: the time of all tests whose clock is stopped. */
export const NOW = 1_769_860_800;

/** Starts an emulator without a rate limit that ends with the test, and gives the settings that point to it. */
export async function emulatorFor(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; env: Env }> {
  const emulator = await startEmulator({ requestsPerSecond: false, ...options });
  onTestFinished(() => emulator.close());
  return { emulator, env: envFor(emulator) };
}
