import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator/start-emulator.ts';
import { batchSetting } from '../../support/harness/batch-files.ts';
import { parseMessages } from '../../support/harness/messages.ts';
import { runTap } from '../../support/harness/run-tap.ts';
import { tempFile } from '../../support/harness/temp-file.ts';
import { differences } from '../differences.ts';
import type { Json, PipelineRun } from '../run-pipeline.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { type ColumnType, tables } from '../tables.ts';
import { tapConfig } from '../tap-config.ts';
import { pipelinewiseTargetPostgres, targetDuckdb, targetJsonl, targetPostgres } from './targets.ts';

interface Property {
  type: string | string[];
  format?: string;
  items?: Property;
}

interface Entry {
  stream: string;
  key_properties: string[];
  schema: { properties: Record<string, Property> };
  metadata: { breadcrumb: string[]; metadata: Json }[];
}

const NOW = Math.floor(Date.now() / 1000);
const SCHEMA = 'customerio';
const { streams }: { streams: Entry[] } = JSON.parse(
  readFileSync(new URL('../../../catalog.json', import.meta.url), 'utf8'),
);
/** Those that are read by default are compared elsewhere with what is served. */
const optional = streams.filter(({ stream }) => !(stream in tables));

for (const entry of streams) {
  const root = entry.metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
  if (root) root.metadata['selected'] = true;
}

/** The column that a target has to make of a property. */
function columnType({ type, format, items }: Property): ColumnType {
  const [name] = [type].flat().filter((one) => one !== 'null');
  switch (name) {
    case 'integer':
      return 'bigint';
    case 'boolean':
      return 'boolean';
    case 'object':
      return 'jsonb';
    case 'array': {
      const [inner] = [items?.type ?? []].flat();
      return inner === 'integer' ? 'bigint[]' : inner === 'string' ? 'text[]' : 'jsonb[]';
    }
    default:
      return format === 'date-time' ? 'timestamp without time zone' : 'text';
  }
}

const columnsOf = ({ schema }: Entry) =>
  new Map(Object.entries(schema.properties).map(([name, property]) => [name, columnType(property)]));

const loads = [
  { name: targetPostgres.name, target: targetPostgres, isBatch: false, compared: optional },
  ...[targetDuckdb, pipelinewiseTargetPostgres, targetJsonl].map((target) => ({
    name: target.name,
    target,
    isBatch: false,
    compared: optional,
  })),
  {
    name: `${targetPostgres.name}, from BATCH files`,
    target: targetPostgres,
    isBatch: true,
    compared: streams,
  },
];

const settings = {
  esp_domains: ['mail.example.com'],
  metrics_lookback_days: 10,
  anchor_date: String(NOW - 10 * 86_400),
};
const catalog = () => ({ streams }) as unknown as Json;

let emulator: Emulator;
let written: Map<string, Row[]>;

beforeAll(async () => {
  emulator = await startEmulator({
    seed: 21,
    now: NOW,
    clock: () => NOW,
    requestsPerSecond: false,
    messagesSpanDays: 5,
    sizes: {
      campaigns: 3,
      newsletters: 8,
      messages: 20,
      activities: 20,
      people: 120,
      membersPerSegment: 10,
    },
  });
});

afterAll(() => emulator?.close());

it('without a target, each stream is written', async () => {
  written = await recordsOfTap();
  expect(streams.filter(({ stream }) => !written.has(stream))).toEqual([]);
});

describe.each(loads)('all streams in $name', ({ target, isBatch, compared }) => {
  let pipelines: Pipelines;
  let runs: PipelineRun[];

  beforeAll(async () => {
    pipelines = await startPipelines(target);
    const first = await run();
    const second = await run(first.states.at(-1));
    runs = [first, second];
  });

  afterAll(() => pipelines?.stop());

  it('twice, both programs end well', () => {
    for (const { tapCode, targetCode, tapLog, targetLog } of runs)
      expect({
        tapCode,
        targetCode,
        logs: tapCode + targetCode > 0 ? `${tapLog}\n${targetLog}`.slice(-3000) : '',
      }).toEqual({ tapCode: 0, targetCode: 0, logs: '' });
  });

  it.each(compared)('$stream: every row once, with the values that were written', async (entry) => {
    const columns = columnsOf(entry);
    const rows = await pipelines.store.rows(SCHEMA, entry.stream, columns);
    const expected = (written.get(entry.stream) ?? []).map((row) => toStored(row, columns));
    expect(expected.length).toBeGreaterThan(0);
    expect(differences(rows, expected, entry.key_properties)).toEqual([]);
  });

  function run(state?: string): Promise<PipelineRun> {
    // So few records that the larger streams have several files.
    const root = join(pipelines.store.folder, 'batches');
    const batches = isBatch ? { batch_config: batchSetting(root, 50) } : {};
    const options = {
      catalog: catalog(),
      settings: { ...settings, ...batches },
      ...(state === undefined ? {} : { state }),
    };
    return pipelines.run(emulator, SCHEMA, options);
  }

  /** Times as the store gives them, and texts as the target stores them. */
  function toStored(row: Row, columns: ReadonlyMap<string, ColumnType>): Row {
    return Object.fromEntries(
      [...columns].map(([column, type]) => {
        const value = row[column] ?? null;
        if (typeof value !== 'string') return [column, value];
        return [
          column,
          type === 'timestamp without time zone' ? Date.parse(value) / 1000 : target.stored(value),
        ];
      }),
    );
  }
});

/** What the tap writes, by stream. */
async function recordsOfTap(): Promise<Map<string, Row[]>> {
  const config = tempFile('config.json', { ...tapConfig(emulator), ...settings });
  const { stdout } = await runTap(['--config', config, '--catalog', tempFile('catalog.json', catalog())]);
  const rows = new Map<string, Row[]>();
  for (const message of parseMessages(stdout))
    if (message.type === 'RECORD')
      rows.set(message.stream, [...(rows.get(message.stream) ?? []), message.record]);
  return rows;
}
