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
  /** From 0 to under 1. */
  random(): number;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted()),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
