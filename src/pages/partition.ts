import type { JsonObject, JsonValue } from '../json/json-object.ts';
import type { PartialReason } from '../partial-reason.ts';
import type { Position } from './position.ts';
import type { SeriesRequest } from './series.ts';

/** Unit that is read by itself: a whole list, the children of one parent, a span of time. */
export interface Partition {
  /** Tells the partition among those of its stream, and orders it. */
  readonly key: readonly unknown[];
  /** Values of the path's placeholders. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters beside the definition's own; repeated with each cursor. */
  readonly query: Readonly<Record<string, string>>;
  /** Body that is sent as JSON, for reads that take one. */
  readonly body?: JsonValue | undefined;
  /** Request for a series, where the records are periods. */
  readonly series?: SeriesRequest | undefined;
  /** The ids that are looked up, where several are asked for together. */
  readonly lookup?: Lookup | undefined;
  /** Set for a span of time: one that was found empty counts as read, and is never looked at again. */
  readonly isSpan?: true;
  /** A filter that the API may refuse: that is no failure, since the next lookback brings the same. */
  readonly filter?: string;
  /** True for a span of time that can be read in halves, if the API cannot answer it. */
  readonly isDivisible?: boolean;
  /** Columns that each record is given: its parent's keys. */
  readonly columns: JsonObject;
  /** Position at which an earlier run stopped; without it the partition is read from its first page. */
  readonly resumeAt?: Position | undefined;
  /** True if all pages are read, so that the next one can be asked for before this one is parsed. */
  readonly readsToEnd: boolean;
}

/** Ids of records that are asked for together. The API leaves out those that it does not have. */
export interface Lookup {
  readonly ids: readonly string[];
  /** The id of a record that came. */
  readonly idOf: (record: JsonObject) => string;
  /** The partition that asks for some of them. */
  readonly of: (ids: readonly string[]) => Partition;
}

/** The records of one answer. */
export interface Page {
  /** As the API gave them. */
  readonly records: readonly JsonObject[];
  /** Those of them that have not been given out before. */
  readonly unseen: readonly JsonObject[];
  /** Those of them that this pass over the list had not met. */
  readonly newThisPass: readonly JsonObject[];
  /** The cursor that this page was asked for with; undefined on the first page. */
  readonly cursor: string | undefined;
  /** The cursor of the following page; undefined on the last one. */
  readonly next: string | undefined;
  /** The key of each record; undefined for one that lacks it. */
  readonly keys: readonly (string | undefined)[];
  /** The instant of the first record, in unix seconds, where the list has times. */
  readonly begin: number | undefined;
  /** Findings on the list's order so far, where it has times. */
  readonly order: { readonly rose: boolean; readonly varied: boolean };
  /** True if it held as many records as were asked for, or as the longest one before it. */
  readonly isFull: boolean;
  /** True if its cursor leads to it for sure: not where the list has moved since the cursor was given. */
  readonly isInPlace: boolean;
  /** True if what was given before lies before it; not where reading begins, or has gone on in another place. Of lists with times. */
  readonly joins: boolean;
  /** True if it was given before as one that is not in its place, and was in its place all the same. */
  readonly isInPlaceAfterAll?: boolean;
  /** The API's clock when it answered, in unix milliseconds; undefined where it does not tell. */
  readonly apiDate: number | undefined;
  /** Why the list may lack records, as far as that is known by now; later pages repeat it. */
  readonly reasons: readonly PartialReason[];
}

/** End of the reading of a partition. */
export interface Ending {
  /** At an end that was verified, or where the reader wanted no more. */
  readonly how: 'verified' | 'stopped';
  /** Why it may lack records; empty if it does not. */
  readonly reasons: readonly PartialReason[];
}

/** Next step after a page: the page behind its cursor, nothing more, or another partition in place of this one. */
export type Follow = 'cursor' | 'stop' | Partition;
