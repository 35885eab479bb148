import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { batchSetting } from '../../support/harness/batch-files.ts';
import { differences } from '../differences.ts';
import type { PipelineRun } from '../run-pipeline.ts';
import { type Pipelines, type RunOptions, startPipelines } from '../start-pipelines.ts';
import { tables } from '../tables.ts';
import { storedRows } from './stored-rows.ts';
import { pipelinewiseTargetPostgres, targetDuckdb, targetJsonl, targetPostgres } from './targets.ts';

/** Files that are whole, in a folder that the tap may not have made yet. */
const filesIn = (root: string) =>
  existsSync(root) ? readdirSync(root).filter((name) => name.endsWith('.jsonl.gz')) : [];

describe('target-postgres', () => {
  let emulator: Emulator;
  let pipelines: Pipelines;

  beforeAll(async () => {
    pipelines = await startPipelines(targetPostgres);
    emulator = await startEmulator({
      requestsPerSecond: false,
      latencyMs: 20,
      sizes: { messages: 400, activities: 300 },
      maxPageSizes: { messages: 20, activities: 20 },
    });
  });

  afterAll(async () => {
    await pipelines?.stop();
    await emulator?.close();
  });

  const rootOf = (schema: string) => join(pipelines.store.folder, `batches of ${schema} – ü`);

  /** Runs with files of forty records. */
  function run(schema: string, options: RunOptions = {}): Promise<PipelineRun> {
    return pipelines.run(emulator, schema, {
      ...options,
      settings: { batch_config: batchSetting(rootOf(schema), 40) },
    });
  }

  async function expectEveryRow(schema: string): Promise<void> {
    const expected = storedRows(targetPostgres, emulator.world);
    for (const [name, { key, columns }] of Object.entries(tables)) {
      const rows = await pipelines.store.rows(schema, name, columns);
      expect([name, differences(rows, expected[name] ?? [], key)]).toEqual([name, []]);
    }
  }

  it('holds what the API serves, once and twice', async () => {
    const first = await run('twice');
    expect([first.tapCode, first.targetCode]).toEqual([0, 0]);
    await expectEveryRow('twice');
    const second = await run('twice', { state: first.states.at(-1) ?? '' });
    expect([second.tapCode, second.targetCode]).toEqual([0, 0]);
    await expectEveryRow('twice');
  });

  it('leaves its own columns empty, as docs/targets.md says', async () => {
    await run('empty');
    const rows = await pipelines.store.rows('empty', 'segments', new Map([['_sdc_extracted_at', 'text']]));
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row['_sdc_extracted_at']))).toEqual(new Set([null]));
  });

  it.each([1, 12, 20])('loses nothing where the tap is killed when %i files are whole', async (count) => {
    const schema = `killed_${count}`;
    const killed = await run(schema, {
      killTapWhen: () =>
        vi.waitFor(() => expect(filesIn(rootOf(schema)).length).toBeGreaterThanOrEqual(count), {
          timeout: 60_000,
          interval: 2,
        }),
    });
    expect([killed.tapCode, killed.targetCode]).toEqual([137, 0]);
    const again = await run(schema, { state: killed.states.at(-1) ?? '' });
    expect([again.tapCode, again.targetCode]).toEqual([0, 0]);
    await expectEveryRow(schema);
  });
});

describe.each([pipelinewiseTargetPostgres, targetDuckdb, targetJsonl])('$name', (target) => {
  it('ends with an error at the first BATCH message, and the tap says what to look for', async () => {
    const pipelines = await startPipelines(target);
    const emulator = await startEmulator({
      requestsPerSecond: false,
      latencyMs: 200,
      sizes: { messages: 2000 },
      maxPageSizes: { messages: 20 },
    });
    try {
      const root = join(pipelines.store.folder, 'batches');
      const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run(emulator, 'batch', {
        settings: { batch_config: batchSetting(root, 20) },
      });
      expect(targetCode).not.toBe(0);
      expect(targetLog).toMatch(/Unknown message type BATCH|'NoneType' object has no attribute 'asdict'/);
      expect(tapCode).toBe(1);
      expect(tapLog.trim().split('\n').at(-1)).toContain(
        'unset batch_config if the target does not load BATCH messages',
      );
    } finally {
      await emulator.close();
      await pipelines.stop();
    }
  });
});
