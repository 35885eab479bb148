import { RequestError } from '../http/errors.ts';

/** Statuses with which a server may say that it does not know a cursor (any more). */
const REFUSALS: readonly (number | undefined)[] = [400, 404, 410, 422];

/** Whether a request that carried an earlier run's cursor failed because of that cursor. */
export function isRefusedCursor(error: unknown): boolean {
  return error instanceof RequestError && REFUSALS.includes(error.status);
}
