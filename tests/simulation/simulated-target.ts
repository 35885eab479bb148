import type { Json, Message } from '../support/harness/messages.ts';

/** A row as a target holds it. */
export interface StoredRow {
  readonly record: Json;
  readonly version: number | undefined;
}

/** What a target and its orchestrator keep: rows by stream and key, and the state. */
export interface SimulatedTarget {
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly state: Json | undefined;
  /** Loads what a run has written; resolves with the keys that ACTIVATE_VERSION has deleted. `base`: the state under a merge. */
  load(lines: readonly string[], merges: boolean): string[];
}

/** Starts empty. */
export function createTarget(): SimulatedTarget {
  const rows = new Map<string, StoredRow>();
  const keys = new Map<string, readonly string[]>();
  const known = new Set<string>();
  let state: Json | undefined;
  return {
    rows,
    get state() {
      return state;
    },
    load(lines, merges) {
      const deleted: string[] = [];
      const lastState = lines.findLast((line) => line.startsWith('{"type":"STATE"'));
      const last: Json | undefined = lastState && JSON.parse(lastState).value;
      for (const line of lines) {
        // What takes time to parse, and says nothing new.
        if (line.startsWith('{"type":"STATE"') || (line.startsWith('{"type":"SCHEMA"') && known.has(line)))
          continue;
        const message: Message = JSON.parse(line);
        if (message.type === 'SCHEMA') {
          keys.set(message.stream, message.key_properties);
          known.add(line);
        }
        if (message.type === 'RECORD') {
          const { stream, record, version } = message;
          const key = (keys.get(stream) ?? []).map((name) => String(record[name])).join('/');
          rows.set(`${stream}/${key}`, { record, version });
        }
        if (message.type !== 'ACTIVATE_VERSION') continue;
        for (const [key, { version }] of rows) {
          if (!key.startsWith(`${message.stream}/`) || version === message.version) continue;
          rows.delete(key);
          deleted.push(key);
        }
      }
      if (last !== undefined) state = merges ? (merge(state ?? {}, last) as Json) : last;
      return deleted;
    },
  };
}

/** Deep merge as Meltano does it: dicts key by key, everything else replaced. */
function merge(old: unknown, unseen: unknown): unknown {
  if (!isDict(old) || !isDict(unseen)) return unseen;
  const merged: Json = { ...old };
  for (const [key, value] of Object.entries(unseen))
    merged[key] = key in old ? merge(old[key], value) : value;
  return merged;
}

function isDict(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
