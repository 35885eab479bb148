/** Signals that end a run in order, and the exit codes that shells expect after them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A signal that ends a run in order. */
export type StopSignal = keyof typeof EXIT_CODES;

/** All of them. */
export const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The reason of a run's end when a signal came. */
export class Stopped extends Error {
  readonly exitCode: number;

  constructor(signal: StopSignal) {
    super(`stopped by ${signal}; what was written is whole, and the last STATE says where to go on`);
    this.exitCode = EXIT_CODES[signal];
  }
}
