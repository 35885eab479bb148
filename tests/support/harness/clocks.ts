import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, systemClock } from '../../../src/time/clock.ts';

/** A clock that is put forward where a run would wait: a wait is over in the next turn of the event loop. Time-outs are real. */
export function leapingClock(): Clock {
  let leaptMs = 0;
  const elapsed = () => systemClock.elapsed() + leaptMs;
  return {
    ...systemClock,
    elapsed,
    async sleep(delayMs, signal) {
      const until = elapsed() + delayMs;
      await turn(undefined, { signal }).catch(() => signal.throwIfAborted());
      leaptMs += Math.max(0, until - elapsed());
    },
  };
}

/** A clock that stands still, but is put forward where a run would wait. */
export function stoppedClock(): Clock {
  let leaptMs = 0;
  return {
    ...systemClock,
    elapsed: () => leaptMs,
    async sleep(delayMs, signal) {
      await turn(undefined, { signal }).catch(() => signal.throwIfAborted());
      leaptMs += delayMs;
    },
  };
}

/** A clock that runs so many times as fast, waits and time-outs included. */
export function fastClock(times: number): Clock {
  return {
    ...systemClock,
    elapsed: () => systemClock.elapsed() * times,
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / times, signal),
    after: (delayMs, act) => systemClock.after(delayMs / times, act),
  };
}
