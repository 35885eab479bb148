import { isForeign, RequestError } from '../request-error.ts';
import { NullObjectError } from '../shape-error.ts';
import { parentOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import type { TapError } from '../tap-error.ts';
import type { StartedRun } from './run.ts';

/** Reason for which the API gave nothing for a parent. */
export type Absence =
  /** It refused the request, as it does for what it does not have (any more). */
  | { readonly kind: 'refused'; readonly reason: RequestError }
  /** It answered with null in place of the object, which may be usual. */
  | { readonly kind: 'null'; readonly reason: TapError }
  /** The workspace does not have the whole feature. */
  | { readonly kind: 'no feature'; readonly reason: RequestError };

/** Error of a partition whose parent, or feature, is not there. */
export class AbsentError extends Error {
  readonly absence: Absence;

  constructor(absence: Absence) {
    super(absence.reason.message);
    this.absence = absence;
  }
}

/**
 * Returns why a first page could not be had, if that means that there is none. A vanished parent is answered 404, or 400
 * (docs/api-behaviour.md#72), in JSON; a text means that the address is wrong.
 */
export function toAbsence(
  error: unknown,
  {
    stream: { definition },
    run,
  }: { stream: Pick<PlannedStream, 'definition'>; run: Pick<StartedRun, 'hasAnswered'> },
): Absence | undefined {
  const isOne = definition.partitionBy?.kind === 'each';
  if (isOne && error instanceof NullObjectError) return { kind: 'null', reason: error };
  if (!(error instanceof RequestError)) return undefined;
  const { status, failure } = error;
  const isRoot = parentOf(definition) === undefined;
  // A route that the API does not know, though it knows others.
  const isKnownApi = run.hasAnswered || !isForeign(failure.body);
  if (definition.isFeature === true && isRoot && status === 404 && isKnownApi)
    return { kind: 'no feature', reason: error };
  return isOne && isRefusal(error) ? { kind: 'refused', reason: error } : undefined;
}

/** Tells whether the API itself refuses what it was asked for. */
export function isRefusal(error: unknown): error is RequestError {
  return (
    error instanceof RequestError &&
    (error.status === 404 || error.status === 400) &&
    !isForeign(error.failure.body)
  );
}
