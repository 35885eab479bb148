/**
 * Describes what a program lacks to run at all: file handles, or the folder that it was started in. Undefined for any other
 * error.
 */
export function describeShortage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (code === 'EMFILE' || code === 'ENFILE')
    return `the system gives no more file handles (${code}): raise the limit, as with ulimit -n 1024, then run again`;
  if ('syscall' in error && error.syscall === 'uv_cwd')
    return 'the working folder does not exist any more: change to one that does, then run again';
  return undefined;
}
