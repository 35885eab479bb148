import type { Json, Message } from '../support/harness/messages.ts';

/** A row as a target holds it. */
export interface StoredRow {
  readonly record: Json;
  readonly version: number | undefined;
  /** When the run began that wrote it, in unix seconds. */
  readonly loadedAt: number;
}

/** What a run has done to a target. */
export interface Load {
  /** Rows that ACTIVATE_VERSION has deleted, by their keys, with when they had been written. */
  readonly deleted: readonly { key: string; loadedAt: number }[];
  /** Streams whose versions were activated. */
  readonly activated: readonly string[];
  /** Those of them of which a row has carried a later version: if it were gone, it would stay. */
  readonly outlived: readonly string[];
  /** The STATE lines. */
  readonly states: readonly string[];
}

/** What a target keeps: rows by stream and key. */
export interface SimulatedTarget {
  rowsOf(stream: string): ReadonlyMap<string, StoredRow>;
  /** Loads what a run has written that began at this time. */
  load(lines: readonly string[], startedAt: number): Load;
}

/** Starts empty. */
export function createTarget(): SimulatedTarget {
  const tables = new Map<string, Map<string, StoredRow>>();
  const keys = new Map<string, readonly string[]>();
  const known = new Set<string>();
  /** The latest version that any record has carried. */
  const latest = new Map<string, number>();
  const tableOf = (stream: string): Map<string, StoredRow> => {
    const table = tables.get(stream) ?? new Map();
    tables.set(stream, table);
    return table;
  };
  return {
    rowsOf: tableOf,
    load(lines, loadedAt) {
      const deleted: { key: string; loadedAt: number }[] = [];
      const activated: string[] = [];
      const outlived = new Set<string>();
      const states: string[] = [];
      for (const line of lines) {
        if (line.startsWith('{"type":"STATE"')) {
          states.push(line);
          continue;
        }
        // What takes time to parse, and says nothing new.
        if (line.startsWith('{"type":"SCHEMA"') && known.has(line)) continue;
        const message: Message = JSON.parse(line);
        if (message.type === 'SCHEMA') {
          keys.set(message.stream, message.key_properties);
          known.add(line);
        }
        if (message.type === 'RECORD') {
          const { stream, record, version } = message;
          const key = (keys.get(stream) ?? []).map((name) => String(record[name])).join('/');
          tableOf(stream).set(key, { record, version, loadedAt });
          if (version !== undefined) latest.set(stream, Math.max(version, latest.get(stream) ?? 0));
        }
        if (message.type !== 'ACTIVATE_VERSION') continue;
        activated.push(message.stream);
        if ((latest.get(message.stream) ?? 0) > message.version) outlived.add(message.stream);
        const table = tableOf(message.stream);
        for (const [key, row] of table) {
          // As targets do: what carries a later version stays.
          if (row.version !== undefined && row.version >= message.version) continue;
          table.delete(key);
          deleted.push({ key: `${message.stream}/${key}`, loadedAt: row.loadedAt });
        }
      }
      return { deleted, activated, outlived: [...outlived], states };
    },
  };
}
