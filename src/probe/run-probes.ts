import { cannotTell, type Finding, type Probe, type ProbeAnswer, type ProbeRequest } from './probe.ts';

/** The most requests that a run of all probes sends, those that are sent again included. */
export const MOST_REQUESTS = 120;

/** The most attempts for one request. */
export const MOST_ATTEMPTS = 2;

/** Sends a request, at most {@link MOST_ATTEMPTS} times; resolves also where it is refused or nobody answers. */
export type SendProbe = (request: ProbeRequest) => Promise<ProbeAnswer>;

/** A probe with what it has found. */
export interface Result {
  readonly probe: Probe;
  readonly finding: Finding;
}

/** All that was found, and all that was answered, in the order of the requests. */
export interface Outcome {
  readonly results: readonly Result[];
  readonly answers: readonly ProbeAnswer[];
}

/** A probe ends early; what it says of it. */
class CannotTell extends Error {}

/** Runs the probes one after the other. A request that several make is sent once. */
export async function runProbes(probes: readonly Probe[], send: SendProbe): Promise<Outcome> {
  const known = new Map<string, ProbeAnswer>();
  let left = MOST_REQUESTS;

  const ask = async (request: ProbeRequest): Promise<ProbeAnswer> => {
    const key = JSON.stringify(request);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (left < MOST_ATTEMPTS) throw new CannotTell(`the ${MOST_REQUESTS} requests of a probe were used up`);
    const answer = await send(request);
    left -= answer.attempts;
    known.set(key, answer);
    return answer;
  };

  const first = await ask({ path: '/v1/workspaces', params: {}, query: {} });
  const now = Math.floor(first.apiDate ?? first.receivedAt);
  const results: Result[] = [];
  for (const probe of probes) results.push({ probe, finding: await findingOf(probe, now, ask) });
  return { results, answers: [...known.values()] };
}

async function findingOf(
  probe: Probe,
  now: number,
  ask: (request: ProbeRequest) => Promise<ProbeAnswer>,
): Promise<Finding> {
  const answers: ProbeAnswer[] = [];
  try {
    for (const step of probe.steps) {
      const request = typeof step === 'function' ? step({ answers, now }) : step;
      if (typeof request === 'string') return cannotTell(request);
      if (request === undefined) break;
      const answer = await ask(request);
      if (answer.status === undefined) return cannotTell(`${describe(request)} was not answered`);
      if (!probe.takesRefusals && answer.status >= 300)
        return cannotTell(`${describe(request)} was answered ${answer.status}`);
      answers.push(answer);
    }
  } catch (error) {
    if (error instanceof CannotTell) return cannotTell(error.message);
    throw error;
  }
  return probe.judge(answers);
}

function describe({ path, body }: ProbeRequest): string {
  return `${body === undefined ? 'GET' : 'POST'} ${path}`;
}
