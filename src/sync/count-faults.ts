import type { LevelLog } from '../log/log.ts';
import type { FaultKind, OnFault } from '../records/faults.ts';

/** Faults of the fields of one stream. */
export interface Faults {
  readonly onFault: OnFault;
  /** Tells how often each has happened. */
  tell(): void;
}

/**
 * Tells each fault of a field once, and counts it. An unknown field that is kept is no fault: `onUnknownField` is called with
 * it, once. Those that are dropped, since the catalog is old, are only counted: one warning is given for the whole catalog.
 */
export function countFaults(log: LevelLog, onUnknownField: (field: string) => void): Faults {
  const counts = new Map<FaultKind, Map<string, number>>();
  const tell = (kind: FaultKind, field: string) => {
    if (kind === 'unknown field kept') onUnknownField(field);
    else if (kind !== 'unknown field dropped') log.warning(`${field}: ${kind} (told once)`);
  };
  return {
    onFault(kind, field) {
      const fields = counts.get(kind) ?? new Map<string, number>();
      counts.set(kind, fields);
      const count = (fields.get(field) ?? 0) + 1;
      fields.set(field, count);
      if (count === 1) tell(kind, field);
    },
    tell() {
      for (const [kind, fields] of counts) {
        if (kind === 'unknown field kept') continue;
        if (kind === 'unknown field dropped') {
          const dropped = [...fields.values()].reduce((sum, count) => sum + count, 0);
          log.info(`unknown fields dropped, since the catalog has no column additional_fields: ${dropped}`);
          continue;
        }
        for (const [field, count] of fields)
          if (count > 1) log.warning(`${field}: ${kind}, ${count} times in all`);
      }
    },
  };
}
