import { installPython } from './install-python.ts';
import { type Json, type Pipeline, type PipelineRun, runPipeline } from './run-pipeline.ts';
import type { Store } from './store.ts';
import type { Target } from './targets/targets.ts';

/** What a run may have besides the usual. */
export interface RunOptions extends Pick<Pipeline, 'catalog' | 'state' | 'killTapWhen'> {
  settings?: Json;
  targetSettings?: Json;
}

/** A real target before a store of its own. */
export interface Pipelines {
  store: Store;
  /** Runs the pipeline from an emulator into a schema of the store. */
  run(api: { url: string; apiKey: string }, schema: string, options?: RunOptions): Promise<PipelineRun>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Installs the target if need be, and starts what it loads into. */
export async function startPipelines(target: Target): Promise<Pipelines> {
  const environment = await installPython(target.name);
  const store = await target.startStore(environment);
  return {
    store,
    run: ({ url, apiKey }, schema, { settings, targetSettings, ...files } = {}) =>
      runPipeline({
        ...files,
        target: environment.program(target.program),
        folder: store.folder,
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
        targetConfig: { ...store.settings(schema), ...targetSettings },
      }),
    stop: () => store.stop(),
  };
}
