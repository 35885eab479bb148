import type { JsonObject } from '../json/json-object.ts';
import { compileConform } from '../records/conform.ts';
import type { OnFault } from '../records/faults.ts';
import { schemaMessage } from '../singer/messages.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import { toUnixSeconds } from '../time/instant.ts';
import { countFaults } from './count-faults.ts';
import { type PlannedStream, READ_AT } from './plan.ts';
import type { Run } from './run.ts';

/** Writes the messages of one stream. */
export interface Output {
  /** Records left out so far, since they lack their key. */
  readonly skipped: number;
  /** Counts a fault of the stream's fields, and logs the first of its kind. */
  readonly onFault: OnFault;
  /**
   * Writes records, then calls `onWritten` when all of them have been handed over, so that no STATE precedes a record
   * that it covers.
   */
  write(records: Records, onWritten: () => void): Promise<void>;
  /** Writes SCHEMA. Nothing of the stream precedes it. */
  open(): Promise<void>;
  /** Writes STATE though no record has come, unless it has to wait for a file. */
  saveNow(): Promise<void>;
  /** Writes `last` messages, if any, and STATE; tells the counts of faults. */
  close(last?: readonly string[]): Promise<void>;
}

/** Records of one page, and what goes with them. */
export interface Records {
  readonly records: readonly JsonObject[];
  /** Columns that each record is given. */
  readonly columns: JsonObject;
  /** When the API answered, in unix milliseconds. */
  readonly extractedAt: number;
  /** Version of the ACTIVATE_VERSION message that will follow, if any. */
  readonly version: number | undefined;
}

/** Starts the output of a stream. A stream that is not selected writes nothing. */
export function createOutput(
  { name, definition, schema, known, isOldCatalog, isSelected, hasReadAt }: PlannedStream,
  { writer, delivery, log, events, signal }: Pick<Run, 'writer' | 'delivery' | 'log' | 'events' | 'signal'>,
): Output {
  const { primaryKey } = definition;
  const key = replicationKeyOf(definition);
  const faults = countFaults(log.of(name));
  const { onFault } = faults;
  const given = hasReadAt ? [READ_AT] : [];
  const conform = compileConform({ selected: schema, known, keys: primaryKey, given, isOldCatalog, onFault });
  let skipped = 0;

  return {
    get skipped() {
      return skipped;
    },
    onFault,
    async open() {
      if (isSelected) await writer.write([schemaMessage(name, schema, primaryKey, key)]);
    },
    async write({ records, columns, extractedAt, version }, onWritten) {
      const wanted = isSelected ? records : [];
      let from = 0;
      do {
        // Between two parts, so that a stop does not wait for a slow reader to take a whole page.
        signal.throwIfAborted();
        const part = wanted.slice(from, from + delivery.roomFor(name));
        from += part.length;
        const take = delivery.take({ stream: name, extractedAt, version });
        let [written, length] = [0, 0];
        let oldest: number | undefined;
        for (const raw of part) {
          const record = conform(raw, columns);
          if (record === undefined) {
            skipped += 1;
            continue;
          }
          length += take(record);
          written += 1;
          const instant = key === undefined ? undefined : toUnixSeconds(raw[key]);
          if (instant !== undefined && instant < (oldest ?? Number.POSITIVE_INFINITY)) oldest = instant;
        }
        if (written > 0) events.onRecords(name, written, oldest);
        if (from >= wanted.length) onWritten();
        const isPatient = definition.partitionBy !== undefined;
        await delivery.commit({ stream: name, records: written, length, isPatient });
      } while (from < wanted.length);
    },
    async saveNow() {
      await delivery.save();
    },
    async close(last = []) {
      faults.tell();
      await delivery.save(last);
    },
  };
}
