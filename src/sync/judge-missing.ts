import { count } from '../log/count.ts';
import type { LevelLog } from '../log/log.ts';
import type { Reader } from '../replication/reader.ts';
import { describeRequest, parentOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import type { Absence } from './absence.ts';

/** Counts of one run, and the first of each kind. */
export interface Seen {
  absent: number;
  lookedUp: number;
  found: number;
  unanswered: number;
  unproved: number;
  records: number;
  firstAbsence: Absence | undefined;
}

/** Starts with nothing counted. */
export function newSeen(): Seen {
  return {
    absent: 0,
    lookedUp: 0,
    found: 0,
    unanswered: 0,
    unproved: 0,
    records: 0,
    firstAbsence: undefined,
  };
}

/**
 * Judges absent parents: single ones were deleted meanwhile; if all of several that the pass has asked for are gone, the list
 * itself is not to be had.
 */
export function judgeAbsences(
  { definition }: PlannedStream,
  seen: Seen,
  completeness: Reader['completeness'],
  log: LevelLog,
): TapError[] {
  const { firstAbsence: first } = seen;
  if (first === undefined) return [];
  const { message } = first.reason;
  if (first.kind === 'no feature') {
    log.warning(`${message}: the workspace does not have this feature; no records`);
    return [];
  }
  // A parent is asked for once for each of the lists that make up the stream.
  const ofOne = definition.variants?.length ?? 1;
  if (completeness.asked > ofOne && completeness.refused === completeness.asked) return [first.reason];
  const parents = `${count(seen.absent, 'record')} of ${parentOf(definition)}`;
  const gone = completeness.reasons.get('gone') ?? 0;
  log.warning(
    gone === 0
      ? `${parents} deleted meanwhile (${message}); left out`
      : `${parents} could not be read (${message}); left out, and the stream counts as partial`,
  );
  return [];
}

/** Says how much of what was looked up was found; fails if nothing was, since the ids may have had a wrong form. */
export function judgeLookups(
  { definition }: PlannedStream,
  { lookedUp, found, unanswered }: Seen,
  log: LevelLog,
): TapError[] {
  if (lookedUp === 0) return [];
  const all = `${count(lookedUp, 'record')} of ${parentOf(definition)}`;
  if (found === 0 && unanswered > 1)
    return [new TapError(`${describeRequest(definition)}: none of ${all} was found`)];
  const deleted = lookedUp - found - unanswered;
  const what = [
    ...(deleted > 0 ? [`${deleted} were deleted meanwhile`] : []),
    ...(unanswered > 0 ? [`${unanswered} were left out of the answers, though they may still exist`] : []),
  ].join(', ');
  if (unanswered > 0) log.warning(`${found} of ${all} were found: ${what}`);
  else log.info(`${found} of ${all} were found${what === '' ? '' : `: ${what}`}`);
  return [];
}
