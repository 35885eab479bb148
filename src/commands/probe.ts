import type { Settings } from '../config/settings.ts';
import type { ProbeAnswer } from '../probe/probe.ts';
import { writeReport } from '../probe/report.ts';
import { MOST_ATTEMPTS, runProbes, type SendProbe } from '../probe/run-probes.ts';
import { PROBES } from '../probes/table.ts';
import { describeRetry, RequestError } from '../request-error.ts';
import { createWriter } from '../singer/writer.ts';
import { probeApi } from '../sync/first-request.ts';
import type { Arguments } from './arguments.ts';
import { connect } from './connect.ts';
import { prepareSettings, type Surroundings } from './prepare.ts';
import { recordTo } from './record.ts';

/** Time that one request may take: somebody waits for the report. */
const PATIENCE_MS = 30_000;

/**
 * --probe: asks the API which of the tap's beliefs hold, with requests that only read, and prints one report. Throws a
 * TapError where there is no API, or where it refuses the key.
 */
export async function probe(args: Arguments, surroundings: Surroundings): Promise<void> {
  const { version, stop, stdout } = surroundings;
  const settings = await prepareSettings(args, surroundings);
  const send = await prepareSend(settings, surroundings);
  const { random } = surroundings.clock;
  const kept = args.record === undefined ? send : await recordTo(args.record, send, random);
  const outcome = await runProbes(PROBES, kept);
  const format = args.format === 'json' ? 'json' : 'markdown';
  const report = writeReport(format, outcome, { version, region: settings.region });
  const writer = createWriter(stdout, (error) => stop.abort(error));
  await writer.write([report.replace(/\n$/, '')]);
  await writer.flush();
}

/** Asks the API for what it is, as every run does, and prepares the requests of the probes. */
async function prepareSend(settings: Settings, surroundings: Surroundings): Promise<SendProbe> {
  const { clock, log } = surroundings;
  let attempts = 0;
  const ask = await connect(settings, surroundings, {
    onAttempt() {
      attempts += 1;
    },
    onAttemptEnd() {},
    onRetry(request, failure, delayMs) {
      log.warning(describeRetry(request, failure, delayMs));
    },
  });
  await probeApi((request) => ask({ ...request, mostAttempts: MOST_ATTEMPTS }), {
    now: clock.now,
    patienceMs: PATIENCE_MS,
  });
  return async (request): Promise<ProbeAnswer> => {
    const answer = await answerOf(ask, request);
    const taken = { request, attempts, receivedAt: clock.now() / 1000 };
    // Those of the request for what the API is count with the first one's.
    attempts = 0;
    return { ...taken, ...answer };
  };
}

type Answered = Pick<ProbeAnswer, 'status' | 'form' | 'body' | 'apiDate' | 'headerNames'>;

/** An answer or a refusal; anything else that keeps a request from being answered counts as no answer. */
async function answerOf(
  ask: Awaited<ReturnType<typeof connect>>,
  { path, params, query, body }: ProbeAnswer['request'],
): Promise<Answered> {
  try {
    const answer = await ask({
      path,
      params,
      query,
      ...(body === undefined ? {} : { body }),
      mostAttempts: MOST_ATTEMPTS,
      patienceMs: PATIENCE_MS,
    });
    const parsed = await answer.json();
    return {
      status: parsed === undefined ? 204 : 200,
      form: parsed === undefined ? 'none' : 'JSON',
      body: parsed,
      apiDate: secondsOf(answer.apiDate),
      headerNames: answer.headerNames ?? [],
    };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { kind, status, body: form = 'none', apiDate } = error.failure;
    // What is not JSON comes from something in front of the API, whatever its status.
    return {
      status: kind === 'not JSON' ? undefined : status,
      form,
      body: undefined,
      apiDate: secondsOf(apiDate),
      headerNames: [],
    };
  }
}

function secondsOf(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
