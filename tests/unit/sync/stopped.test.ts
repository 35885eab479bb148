import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Answer, Ask } from '../../../src/api.ts';
import { discover } from '../../../src/commands/discover.ts';
import { selectStreams } from '../../../src/commands/select-streams.ts';
import type { LevelLog } from '../../../src/log/log.ts';
import { createState } from '../../../src/singer/state.ts';
import { createLineSink } from '../../../src/sink/line-sink.ts';
import { createStatePacing } from '../../../src/sink/state-pacing.ts';
import { createPlan } from '../../../src/sync/plan.ts';
import type { Run } from '../../../src/sync/run.ts';
import { syncStreams } from '../../../src/sync/sync.ts';
import { RUN_OPTIONS } from './run-options.ts';

const LOG: LevelLog = { debug() {}, info() {}, warning() {}, error() {}, critical() {} };
const PEOPLE = ['a', 'b'].map((id) => ({ cio_id: id }));
const RELATIONSHIP = { object_type_id: 1, identifiers: { cio_object_id: 'o' } };

const answerOf = (body: object): Answer => ({
  next: undefined,
  apiDate: Date.parse('2027-01-01T00:00:00Z'),
  sentDate: undefined,
  json: async () => body,
});

/** The relationships of the first person never come, and the run is stopped while those of the second are being written. */
function runThatIsStopped(): Run {
  const stop = new AbortController();
  const { signal } = stop;
  const ask: Ask = async ({ path, params }) => {
    if (path === '/v1/workspaces') return answerOf({ workspaces: [] });
    if (path === '/v1/customers') return answerOf({ identifiers: PEOPLE });
    if (params['cio_id'] === 'b') return answerOf({ cio_relationships: [RELATIONSHIP] });
    return await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  const state = createState({});
  const pending: string[] = [];
  const writer = {
    put: (line: string) => void pending.push(line),
    async write() {
      if (!pending.some((line) => line.includes('"cio_object_id":"o"'))) return;
      stop.abort(new Error('stopped'));
      // Until all that was under way has been given up.
      for (let turns = 0; turns < 10; turns += 1) await turn();
    },
    async flush() {},
  };
  return {
    ask,
    state,
    isStateGiven: false,
    sink: createLineSink({ writer, pacing: createStatePacing(state, () => 0), signal }),
    log: { ...LOG, of: () => LOG, metric() {} },
    events: { onStreamStart() {}, onExtent() {}, onNewField() {}, onRecords() {}, onStreamEnd() {} },
    options: RUN_OPTIONS,
    now: () => Date.parse('2027-01-01T00:00:00Z'),
    monotonic: () => 0,
    digest: (key) => key,
    signal,
  };
}

it('what a stop has ended did not fail: the next run goes on with it', async () => {
  const run = runThatIsStopped();
  const streams = ['people_identifiers', 'people_relationships'];
  await expect(syncStreams(createPlan(selectStreams(discover(), streams)), run)).rejects.toThrow('stopped');
  expect(run.state.bookmark('people_relationships')['progress']).toMatchObject([
    { under_way: [{ key: ['a', 0] }, { key: ['b', 0] }], reasons: [] },
  ]);
});
