import { compileConform, type FaultKind } from '../extract/conform.ts';
import type { Page } from '../extract/read-pages.ts';
import type { JsonObject } from '../json/json-object.ts';
import { stringifyJson } from '../json/stringify-json.ts';
import { recordMessage, schemaMessage, toTimeExtracted } from '../singer/messages.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import type { PlannedStream } from './plan.ts';
import type { Run } from './run.ts';
import { LARGEST_PART } from './state-output.ts';

/** What can be wrong with a record as a whole. */
type WritingFaultKind = 'record without its key skipped' | 'value nested too deeply set to null';

/** Writes the messages of one stream. */
export interface StreamOutput {
  /** Records left out so far, since they lack their key. */
  readonly skipped: number;
  /**
   * Writes a page's records, then moves the bookmark: `advance` runs when all of them have been handed over, so
   * that no STATE precedes a record that it covers. `columns` are added to each record; `version` belongs to
   * ACTIVATE_VERSION.
   */
  writePage(page: Pick<Page, 'records' | 'extractedAt'>, options: WriteOptions): Promise<void>;
  /** Writes SCHEMA. Nothing of the stream precedes it. */
  open(): Promise<void>;
  /** Writes `last` messages, if any, and STATE; tells the counts of faults. */
  close(last?: readonly string[]): Promise<void>;
}

/** What goes with a page. */
export interface WriteOptions {
  columns?: JsonObject;
  version?: number | undefined;
  advance?: () => void;
}

/** Starts the output of a stream. A stream that is not selected writes nothing. */
export function createStreamOutput(
  { name, definition, schema, known, isSelected }: PlannedStream,
  { writer, states, log, events, signal }: Pick<Run, 'writer' | 'states' | 'log' | 'events' | 'signal'>,
): StreamOutput {
  const { primaryKey } = definition;
  const faults = new Map<string, number>();
  const onFault = (kind: FaultKind | WritingFaultKind, field: string) => {
    const fault = `${field}: ${kind}`;
    const count = (faults.get(fault) ?? 0) + 1;
    faults.set(fault, count);
    if (count === 1) log.of(name).warning(`${fault} (told once)`);
  };
  const conform = compileConform(schema, known, onFault);
  let skipped = 0;

  const toLine = (
    raw: JsonObject,
    timeExtracted: string,
    { columns, version }: WriteOptions,
  ): string | undefined => {
    const record = conform(columns ? { ...raw, ...columns } : raw);
    const missing = primaryKey.find((key) => record[key] === null || record[key] === '');
    if (missing === undefined) return toMessage(record, timeExtracted, version);
    skipped += 1;
    onFault('record without its key skipped', missing);
    return undefined;
  };

  const toMessage = (record: JsonObject, timeExtracted: string, version: number | undefined): string => {
    try {
      return recordMessage(name, record, timeExtracted, version);
    } catch (error) {
      // A free-form value may be nested so deeply that writing it exhausts the stack; no target could read it.
      if (!(error instanceof RangeError)) throw error;
      const writable = Object.entries(record).map(([field, value]) => {
        if (isWritable(value)) return [field, value];
        onFault('value nested too deeply set to null', field);
        return [field, null];
      });
      return recordMessage(name, Object.fromEntries(writable), timeExtracted, version);
    }
  };

  return {
    get skipped() {
      return skipped;
    },
    async open() {
      if (isSelected)
        await writer.write([schemaMessage(name, schema, primaryKey, replicationKeyOf(definition))]);
    },
    async writePage({ records, extractedAt }, options) {
      const timeExtracted = toTimeExtracted(extractedAt);
      const wanted = isSelected ? records : [];
      let from = 0;
      do {
        // Between two parts, so that a stop does not wait for a slow reader to take a whole page.
        signal.throwIfAborted();
        const part = wanted.slice(from, from + LARGEST_PART);
        from += LARGEST_PART;
        const lines = part.flatMap((raw) => toLine(raw, timeExtracted, options) ?? []);
        if (lines.length > 0) events.onRecords(name, lines.length);
        if (from >= wanted.length) options.advance?.();
        const length = lines.reduce((sum, line) => sum + line.length, 0);
        await writer.write([...lines, ...states.due(lines.length, length, definition.parent !== undefined)]);
      } while (from < wanted.length);
    },
    async close(last = []) {
      for (const [fault, times] of faults)
        if (times > 1) log.of(name).warning(`${fault}, ${times} times in all`);
      await writer.write([...last, states.now()]);
    },
  };
}

function isWritable(value: unknown): boolean {
  try {
    stringifyJson(value);
    return true;
  } catch {
    return false;
  }
}
