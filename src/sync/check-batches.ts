import { count } from '../log/count.ts';
import { describeRequest, parentOf } from '../streams/definition.ts';
import { TapError } from '../tap-error.ts';
import type { PlannedStream } from './plan.ts';
import type { Run } from './run.ts';

/**
 * If none of at least this many ids is found, they were in a wrong form: the API answers that with status 200, too
 * (docs/api-behaviour.md#58).
 */
const FEWEST_TO_JUDGE = 100;

/** Tells how many of what was asked for in batches was answered; fails if nothing was. */
export function checkBatches(
  { asked, answered }: { asked: number; answered: number },
  { stream: { name, definition }, run }: { stream: PlannedStream; run: Pick<Run, 'log'> },
): TapError[] {
  const log = run.log.of(name);
  const all = `${count(asked, 'record')} of ${parentOf(definition)}`;
  if (asked >= FEWEST_TO_JUDGE && answered === 0)
    return [new TapError(`${describeRequest(definition)}: none of ${all} was found`)];
  if (answered < asked / 2)
    log.warning(`${answered} of ${all} were found: the others may have been deleted meanwhile`);
  else log.info(`${answered} of ${all} were found`);
  return [];
}
