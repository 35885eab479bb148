import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, as a run has them; tests pass their own, so that nobody waits for what a count can say. */
export interface Clock {
  /** Unix milliseconds, as this machine has them. */
  now(): number;
  /** Milliseconds that never go back. */
  elapsed(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Calls `act` after `delayMs`, unless what it gives back is called before. */
  after(delayMs: number, act: () => void): () => void;
  /** The most milliseconds by which the event loop was late since the last call. */
  lateness(): number;
  /** From 0 to under 1. */
  random(): number;
}

/** Interval of measuring how late the event loop is. */
const RESOLUTION_MS = 20;

/** Measures from the first call on; a program that sends no requests measures nothing. */
let delays: IntervalHistogram | undefined;

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted()),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
  lateness() {
    if (delays === undefined) {
      delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      delays.enable();
    }
    const { max } = delays;
    delays.reset();
    return Math.max(0, max / 1e6 - RESOLUTION_MS);
  },
  random: () => Math.random(),
};
