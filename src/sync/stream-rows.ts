import type { JsonObject } from '../json/json-object.ts';
import { compileConform } from '../records/conform.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import { type PlannedStream, READ_AT } from '../streams/planned-stream.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { countFaults, type Faults } from './count-faults.ts';
import type { Run } from './run.ts';

/** Makes the rows of a stream out of records. */
export interface StreamRows extends Faults {
  /** Records as JSON, in the form of the schema, one by one. `columns` are given to each. */
  of(records: readonly JsonObject[], columns: JsonObject): Iterable<string>;
  /** The oldest of the rows made since the last call, by their replication key, in unix seconds. */
  takeOldest(): number | undefined;
}

/** What is met while rows are made. */
export interface RowEvents {
  /** A record is left out, since it lacks its key. */
  readonly onKeyless: () => void;
  /** A field that the schema does not know is kept in `additional_fields`; called once for each. */
  readonly onUnknownField: (field: string) => void;
}

/** Prepares the rows. */
export function createStreamRows(
  { name, definition, schema, known, isOldCatalog, hasReadAt }: PlannedStream,
  { log }: Pick<Run, 'log'>,
  { onKeyless, onUnknownField }: RowEvents,
): StreamRows {
  const faults = countFaults(log.of(name), onUnknownField);
  const { onFault } = faults;
  const conform = compileConform({
    selected: schema,
    known,
    keys: definition.primaryKey,
    given: hasReadAt ? [READ_AT] : [],
    isOldCatalog,
    onFault,
  });
  const key = replicationKeyOf(definition);
  let oldest: number | undefined;
  return {
    ...faults,
    takeOldest() {
      const taken = oldest;
      oldest = undefined;
      return taken;
    },
    *of(records, columns) {
      for (const record of records) {
        const row = conform(record, columns);
        if (row === undefined) {
          onKeyless();
          continue;
        }
        const instant = key === undefined ? undefined : toUnixSeconds(record[key]);
        if (instant !== undefined && instant < (oldest ?? Number.POSITIVE_INFINITY)) oldest = instant;
        yield row;
      }
    },
  };
}
