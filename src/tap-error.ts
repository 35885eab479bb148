/**
 * A failure that the user can act on: its message is one sentence that names what failed, on what, and what to
 * do. The command line prints it as CRITICAL, without a stack. Anything else that is thrown is a bug of the tap.
 */
export class TapError extends Error {
  override name = 'TapError';
}

/** A wrong call of the program, such as an unknown flag: the exit code is 2 instead of 1. */
export class UsageError extends TapError {
  override name = 'UsageError';
}
