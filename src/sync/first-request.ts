import { withAdvice } from '../advice.ts';
import type { Ask } from '../api.ts';
import { type Failure, isSilence, RequestError } from '../request-error.ts';
import { TapError } from '../tap-error.ts';
import { type Clocks, compareClocks } from '../time/clocks.ts';

/** Time to try before giving up on a dead host: nothing else in the run can succeed. */
const LONGEST_SILENCE_MS = 30_000;

/** Result of the first request. */
export interface ProbedApi {
  /** The API's clock and this machine's, read together. */
  readonly clocks: Clocks;
  /** True if it was answered well. */
  readonly hasAnswered: boolean;
}

/**
 * Makes the first request of a run, for something that any key may read (docs/api-behaviour.md#78), and settles what
 * concerns the whole run: whether the API is there, and its time. Throws a {@link TapError} that says why the
 * run cannot begin: no answer, or an address that is not the API's. Any other answer means that the API is there.
 */
export async function probeApi(
  ask: Ask,
  { now, patienceMs = LONGEST_SILENCE_MS }: { now: () => number; patienceMs?: number },
): Promise<ProbedApi> {
  try {
    const answer = await ask({ path: '/v1/workspaces', params: {}, query: {}, patienceMs });
    const clocks = compareClocks(timeOf(answer), now());
    // The API may answer a key of the other region with status 200, and say so in the body.
    await answer.json();
    return { clocks, hasAnswered: true };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { status, body } = error.failure;
    if (isSilence(error.failure) || (status === 404 && body !== 'JSON'))
      throw new TapError(withAdvice(error));
    return { clocks: compareClocks(timeOf(error.failure), now()), hasAnswered: false };
  }
}

/** The API's time at present: its answer may have lain in a cache. */
function timeOf({ apiDate, ageMs = 0 }: Pick<Failure, 'apiDate' | 'ageMs'>): number | undefined {
  return apiDate === undefined ? undefined : apiDate + ageMs;
}
