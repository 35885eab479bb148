import type { JsonObject } from '../json/json-object.ts';
import type { ListKnowledge } from '../pages/list-knowledge.ts';
import { isAnswer, prepareRequests, requestPage } from '../pages/page-request.ts';
import { type MetricProof, planProof } from '../replication/metric-proof.ts';
import { isReadByWindows } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { toListRequest } from './list-request.ts';
import { windowsOptions } from './prepare-reader.ts';
import type { StartedRun } from './run.ts';

/**
 * Decides how what changes late is read in this run: as the setting says, or by metric if the API shows that it can. What is
 * learned of the list by it is taken into `known`.
 */
export async function readsByMetric(
  stream: PlannedStream,
  run: StartedRun,
  known: ListKnowledge,
): Promise<boolean> {
  const { replication } = stream.definition;
  if (!isReadByWindows(replication)) return false;
  const { messagesLateMetrics } = run.options;
  if (messagesLateMetrics !== 'auto') return messagesLateMetrics === 'by_metric';
  const proof = planProof(replication, windowsOptions(stream, replication, run));
  return proof !== undefined && (await isProved(proof, { stream, run, known }));
}

/** Asks for a proof, by one request. Whatever is wrong with the answer, it proves nothing. */
async function isProved(
  { partition, holds }: MetricProof,
  { stream, run: { ask }, known }: { stream: PlannedStream; run: StartedRun; known: ListKnowledge },
): Promise<boolean> {
  const requests = prepareRequests(toListRequest(stream), partition, { ask, overlap: 0, known });
  let records: readonly JsonObject[];
  try {
    ({ records } = await requestPage(requests, undefined).page());
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return false;
  }
  return holds(records);
}
