import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../support/emulator/start-emulator.ts';
import { differences } from '../differences.ts';
import {
  catalogOf,
  type Entry,
  EVERY_STREAM_SETTINGS,
  everyStream,
  type Property,
  startSmallWorkspace,
} from '../every-stream.ts';
import { recordsOfTap } from '../records-of-tap.ts';
import type { PipelineRun } from '../run-pipeline.ts';
import { type Pipelines, startPipelines } from '../start-pipelines.ts';
import type { Row } from '../store.ts';
import { type ColumnType, tables } from '../tables.ts';
import { targets } from './targets.ts';

const SCHEMA = 'customerio';
const streams = everyStream();
/** Those that are read by default are compared elsewhere with what is served. */
const optional = streams.filter(({ stream }) => !(stream in tables));

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

describe.each(targets.filter(({ name }) => ['target-postgres', 'target-duckdb'].includes(name)))(
  'all streams in $name',
  (target) => {
    let emulator: Emulator;
    let pipelines: Pipelines;
    let runs: PipelineRun[];
    let written: Map<string, Row[]>;

    beforeAll(async () => {
      pipelines = await startPipelines(target);
      emulator = await startSmallWorkspace();
      const first = await run();
      const second = await run(first.states.at(-1));
      runs = [first, second];
    });

    it('writes the same as without a target', async () => {
      written = await recordsOfTap(emulator, streams, EVERY_STREAM_SETTINGS, pipelines.store.folder);
      expect(optional.filter(({ stream }) => !written.has(stream))).toEqual([]);
    });

    afterAll(async () => {
      await pipelines?.stop();
      await emulator?.close();
    });

    it('twice, both programs end well', () => {
      for (const { tapCode, targetCode, tapLog, targetLog } of runs)
        expect({
          tapCode,
          targetCode,
          logs: tapCode + targetCode > 0 ? `${tapLog}\n${targetLog}`.slice(-3000) : '',
        }).toEqual({ tapCode: 0, targetCode: 0, logs: '' });
    });

    it.each(optional)('$stream: every row once, with the values that were written', async (entry) => {
      const columns = columnsOf(entry);
      const rows = await pipelines.store.rows(SCHEMA, entry.stream, columns);
      const expected = (written.get(entry.stream) ?? []).map((row) => toStored(row, columns));
      expect(expected.length).toBeGreaterThan(0);
      expect(differences(rows, expected, entry.key_properties)).toEqual([]);
    });

    function run(state?: string): Promise<PipelineRun> {
      const options = {
        catalog: catalogOf(streams),
        settings: EVERY_STREAM_SETTINGS,
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
  },
);
