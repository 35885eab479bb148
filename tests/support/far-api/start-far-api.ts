import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EmulatorOptions } from '../emulator/options.ts';
import type { Certificate } from '../harness/certificate.ts';

/** How far away the emulator is, and what it serves. */
export interface FarApiOptions extends EmulatorOptions {
  /** Of each direction: half a round trip. */
  delayMs: number;
  /** What is added to the delay at most, by chance, of each direction. */
  jitterMs?: number;
  /** From when on, and for how long, nothing gets through. */
  stall?: { afterMs: number; forMs: number };
  certificate: Certificate;
}

/** The requests as the API has seen them arrive. */
export interface Arrivals {
  requests: number;
  perSecond: number;
  /** Answered with 429. */
  refused: number;
  mostRefusedInAnyMinute: number;
  mostInAnySecond: number;
}

/** A running emulator that is far away. */
export interface FarApi {
  readonly url: string;
  arrivals(): Promise<Arrivals>;
  close(): Promise<void>;
}

/**
 * What runs a program before all others, if this machine and user may: it must see requests when they arrive. Niceness does
 * not do, for Linux weighs it within a session only.
 */
const AT_ONCE = spawnSync('chrt', ['--rr', '1', 'true']).status === 0 ? ['chrt', '--rr', '1'] : [];

/** Starts the emulator over TLS, behind a relay that delays, in a process of its own. */
export async function startFarApi(options: FarApiOptions): Promise<FarApi> {
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const [command = '', ...args] = [...AT_ONCE, process.execPath, '--import', 'tsx', program];
  const child = spawn(command, [...args, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [url]: unknown[] = await once(child, 'message');
  return {
    url: String(url),
    async arrivals() {
      child.send('arrivals');
      const [arrivals] = await once(child, 'message');
      return arrivals as Arrivals;
    },
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Keeps this many cores busy, as a target does that loads what the tap writes. Stops them when called. */
export function startBusyLoops(count: number): () => void {
  const loops = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return () => {
    for (const loop of loops) loop.kill('SIGKILL');
  };
}
