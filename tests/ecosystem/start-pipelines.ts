import { installPython } from './install-python.ts';
import { type Json, type Pipeline, type PipelineRun, runPipeline } from './run-pipeline.ts';
import type { Store } from './store.ts';
import { type Api, tapConfig } from './tap-config.ts';
import type { Target } from './targets/targets.ts';

/** What a run may have besides the usual. */
export interface RunOptions extends Pick<Pipeline, 'tap' | 'catalog' | 'state' | 'killTapWhen'> {
  settings?: Json;
  targetSettings?: Json;
}

/** A real target before a store of its own. */
export interface Pipelines {
  store: Store;
  /** Runs the pipeline from an emulator into a schema of the store. */
  run(api: Api, schema: string, options?: RunOptions): Promise<PipelineRun>;
  stop(): Promise<void>;
}

/** Installs the target if need be, and starts what it loads into. */
export async function startPipelines(target: Target): Promise<Pipelines> {
  const environment = await installPython(target.name);
  const store = await target.startStore();
  return {
    store,
    run: (api, schema, { settings, targetSettings, ...files } = {}) =>
      runPipeline({
        ...files,
        target: environment.program(target.program),
        folder: store.folder,
        tapConfig: { ...tapConfig(api), ...settings },
        targetConfig: { ...store.settings(schema), ...targetSettings },
      }),
    stop: () => store.stop(),
  };
}
