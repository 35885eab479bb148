import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../ecosystem/run-pipeline.ts';
import { type Pipelines, startPipelines } from '../../ecosystem/start-pipelines.ts';
import { targetPostgres } from '../../ecosystem/targets/targets.ts';
import { batchSetting } from '../../support/harness/batch-files.ts';
import { type Figure, type MeasureCase, median, repeat } from '../figures.ts';
import { writeCatalog } from '../hot-runs.ts';
import { PAGE_SIZES } from '../make-bodies.ts';
import { type BodyServer, startBodyServer } from '../start-body-server.ts';

/** Pages of 30,000 members: twenty seconds of the target's work, line by line. */
const PAGES = 4;
const MEMBERS = PAGES * PAGE_SIZES.members;
const BATCH_SIZE = 10_000;

/** Pairs of both, one after the other. */
const ROUNDS = 3;

/** Members a second into a real target, start of both programs included: from BATCH files beside line by line. */
export const batch: MeasureCase = async (isShort) => {
  // Mostly the target's time, which no change here makes longer.
  if (isShort) return [];
  const pipelines = await startPipelines(targetPostgres);
  const server = await startBodyServer({ pages: { members: PAGES } });
  try {
    const rounds = await repeat(ROUNDS, async (round) => {
      const root = join(pipelines.store.folder, `batches_${round}`);
      return {
        lines: await measureLoad(pipelines, server, `line_by_line_${round}`, {}),
        files: await measureLoad(pipelines, server, `from_files_${round}`, {
          batch_config: batchSetting(root, BATCH_SIZE),
        }),
      };
    });
    const what = 'members into target-postgres';
    const figures: Figure[] = [
      {
        what: `${what}, line by line`,
        value: median(rounds.map(({ lines }) => lines)),
        unit: 'a second',
        digits: 0,
        isDetail: true,
      },
      {
        what: `${what}, from BATCH files`,
        value: median(rounds.map(({ files }) => files)),
        unit: 'a second',
        digits: 0,
        isDetail: true,
      },
      {
        what: `${what}, from BATCH files`,
        value: median(rounds.map(({ files, lines }) => files / lines)),
        unit: 'times those of line by line',
        atLeast: 2.5,
        isRatio: true,
      },
    ];
    return figures;
  } finally {
    await server.close();
    await pipelines.stop();
  }
};

/** Members a second of one run into a schema of its own. */
async function measureLoad(
  pipelines: Pipelines,
  { url }: BodyServer,
  schema: string,
  settings: Json,
): Promise<number> {
  const catalog: Json = JSON.parse(readFileSync(writeCatalog('segment_membership'), 'utf8'));
  const startedMs = performance.now();
  const { tapCode, targetCode, tapLog, targetLog } = await pipelines.run({ url, apiKey: 'bench' }, schema, {
    catalog,
    settings,
  });
  const seconds = (performance.now() - startedMs) / 1000;
  if (tapCode + targetCode !== 0)
    throw new Error(`the pipeline failed: ${tapLog}\n${targetLog}`.slice(-4000));
  const rows = await pipelines.store.rows(schema, 'segment_membership', new Map([['cio_id', 'text']]));
  if (rows.length !== MEMBERS) throw new Error(`${MEMBERS} members were served, ${rows.length} are there`);
  return MEMBERS / seconds;
}
