/** Kind of a field's fault; each is logged once per stream and field, and counted. */
export type FaultKind =
  | 'value of another type set to null'
  | 'value nested too deeply set to null'
  | 'value too large for a line set to null'
  | 'item dropped from the list'
  | 'record without its key skipped'
  | 'time cannot be read, so periods are counted from the time asked for'
  | UnknownKind;

/**
 * Fate of a field that the tap's own schema does not know. Kept in `additional_fields`, which is no fault: INFO,
 * once for a stream and field. Dropped only where the catalog is older than that column.
 */
export type UnknownKind = 'unknown field kept' | 'unknown field dropped';

/**
 * Called for each fault, with the field's path, such as `metrics.sent`; of an unknown field, numbers in its name are
 * written as `*`. Never with a value.
 */
export type OnFault = (kind: FaultKind, field: string) => void;
