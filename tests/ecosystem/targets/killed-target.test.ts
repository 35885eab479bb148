import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { differences } from '../differences.ts';
import { installPython } from '../install-python.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import { tables } from '../tables.ts';
import { storedRows } from './stored-rows.ts';
import { pipelinewiseTargetPostgres, targetDuckdb } from './targets.ts';

// These load a full batch of one stream alone, and say so with that stream's bookmark of the last STATE and the others'
// as they were. What they hold of other streams then is lost when they are killed.
describe.each([pipelinewiseTargetPostgres, targetDuckdb])('$name', (target) => {
  let emulator: Emulator;
  let pipelines: Pipelines;
  let messages: string;

  beforeAll(async () => {
    pipelines = await startPipelines(target);
    emulator = await startEmulator({
      requestsPerSecond: false,
      sizes: { messages: 400, activities: 300 },
      maxPageSizes: { messages: 20, activities: 20 },
    });
    const anchor = new Date(Date.now() - 500 * 86_400_000).toISOString();
    messages = (await runTap([], envFor(emulator, { TAP_CUSTOMERIO_ANCHOR_DATE: anchor }))).stdout;
  });

  afterAll(async () => {
    await pipelines?.stop();
    await emulator?.close();
  });

  it.each([6, 10, 14])(
    'killed after state %i, loses nothing in the run that goes on from it',
    async (count) => {
      const schema = `killed_${count}`;
      const states = await feedAndKill(schema, count);
      const state = states[count - 1] ?? '';
      expect(Object.keys(JSON.parse(state).bookmarks)).not.toEqual([]);

      const { tapCode, targetCode } = await pipelines.run(emulator, schema, { state });
      expect({ tapCode, targetCode }).toEqual({ tapCode: 0, targetCode: 0 });
      const expected = storedRows(target, emulator.world);
      for (const [name, { key, columns }] of Object.entries(tables)) {
        const rows = await pipelines.store.rows(schema, name, columns);
        expect([name, differences(rows, expected[name] ?? [], key)]).toEqual([name, []]);
      }
    },
  );

  /** Gives a target the messages without an end, kills it when it has printed some states, and gives these. */
  async function feedAndKill(schema: string, count: number): Promise<string[]> {
    const { program } = await installPython(target.name);
    const config = tempFile('target.json', { ...pipelines.store.settings(schema), batch_size_rows: 50 });
    const child = spawn(program(target.program), ['--config', config], { stdio: ['pipe', 'pipe', 'ignore'] });
    const closed = once(child, 'close');
    child.stdin.on('error', () => {});
    child.stdin.write(messages);
    const states: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      states.push(line);
      if (states.length === count) child.kill('SIGKILL');
    }
    await closed;
    return states;
  }
});
