import type { Columns } from '../generated/columns.ts';
import type { JsonValue } from '../json/json-object.ts';

/** The name of a stream, which is also its table's name at the target. */
export type StreamName = keyof Columns;

/** A column of a stream, as its schema has it. */
export type Column<Name extends StreamName> = Columns[Name];

/** A column or a field in it: `metrics`, `metrics.sent`, or `actions.id` for each item of a list. */
type Path<Name extends StreamName> = Column<Name> | `${Column<Name>}.${string}`;

/** A column with its table's name before it, as SQL has it: `campaigns.id`. */
type QualifiedColumn = { [Name in StreamName]: `${Name}.${Column<Name>}` }[StreamName];

/**
 * Rule by which the requests of one list follow each other.
 *
 * - `none`: the whole list comes in one answer.
 * - `cursor`: the `next` of an answer is the `start` of the following request, unless `nextAt` (a path in the answer) and
 *   `parameter` name others. `limit` is the largest page that the API gives; the tap asks for it, and for smaller ones
 *   where that fails. `fixedLimit` is the only page size there is.
 * - `offset`: each request skips all records that have come, until none come.
 * - `page`: pages are numbered from 1, until one is empty. Their size decides what a number means, so it stays.
 */
export type Pagination =
  | { kind: 'none' }
  | { kind: 'cursor'; limit: number; parameter?: string; nextAt?: string }
  | { kind: 'cursor'; fixedLimit: number }
  | { kind: 'offset'; limit: number }
  | { kind: 'page'; limit: number };

/**
 * Place of the records in a body. `at` is a path such as `metric.series`: if it is absent, that is an error; null is an
 * empty list.
 *
 * - `list`: one record per item. `unwrap` names a field whose object takes the item's place. `each` names a list in the
 *   item: one record per entry of it, with the other fields of the item.
 * - `texts`: one record per text, in `column`; `position` counts them.
 * - `whole`: one record, the object at the path or the body itself.
 * - `any`: the body itself: one record per item if it is a list, else one in all.
 * - `series`: one record per period of an object of lists, or of such an object in each item of `list`.
 */
export type Rows =
  | { kind: 'list'; at: string; unwrap?: string; each?: string }
  | { kind: 'texts'; at: string; column: string; position?: string }
  | { kind: 'whole'; at?: string }
  | { kind: 'any'; column: string; position: string }
  | { kind: 'series'; at: string; list?: string };

/**
 * A column that is taken from a nested field, or from one of another name: the first path that has a value, but never the field of
 * the column's own name. A field within a column, such as `metrics.secondary_failed`, has one path, in the same column. `clean` removes `cio_` at the start (`cio_prefix`), or user, password and query from an address of the web
 * (`credentials`), also where others than such addresses stay as they are (`url_credentials`).
 */
export interface Promotion {
  from: readonly [string, ...string[]];
  clean?: 'cio_prefix' | 'credentials' | 'url_credentials';
}

/**
 * Condition on one of a parent's columns under which its records are skipped. A record without the column is not skipped.
 *
 * - `false`: skipped if the column is false.
 * - `unset`: skipped if the column is null or 0.
 * - `before`: skipped if the column is more than `days` earlier than the start of what the child reads.
 *
 * `of` names the ancestor that has the column, if it is not the parent.
 */
export type SkipWhen = { of?: StreamName; column: string } & (
  | { is: 'false' /** What is skipped may have children all the same. */; hidesChildren?: true }
  | { is: 'unset' }
  | { is: 'before'; days: number }
);

/** A setting that decides what a list is read for. */
export type ListSetting = 'esp_domains';

/** Value of a parent's column that says that all its children are there. */
export interface CompleteWhen {
  readonly column: string;
  readonly is: string;
}

/**
 * Split of a stream into partitions: what one series of requests is made for.
 *
 * - `each`: one record of another stream. `keys` says which of its columns (right) become columns here (left). `completeWhen`
 *   says of which parents all children are there.
 * - `batch`: `size` records of another stream together.
 * - `values`: each combination of constants, or of the values that a setting lists.
 */
export type PartitionBy =
  | {
      kind: 'each';
      stream: StreamName;
      keys: Readonly<Record<string, string>>;
      skipWhen?: SkipWhen;
      completeWhen?: CompleteWhen;
    }
  | { kind: 'batch'; stream: StreamName; key: string; size: number }
  | { kind: 'values'; columns: Readonly<Record<string, readonly string[] | ListSetting>> };

/** The lengths of a period. */
export const RESOLUTIONS = ['days', 'weeks', 'months'] as const;

/** One of {@link RESOLUTIONS}. */
export type Resolution = (typeof RESOLUTIONS)[number];

/**
 * Form in which the periods of a series are asked for, and in which their beginnings are known.
 *
 * - `bounds`: from one instant to another, in UTC. `startPath` is where the answer says when the series begins.
 * - `steps`: a number of periods back from now, in Eastern time. `most` is how far back the API goes.
 */
export type Periods =
  | { kind: 'bounds'; resolution: string; startPath?: string }
  | { kind: 'steps'; most: Readonly<Record<Resolution, number>> };

/**
 * Replication of a stream.
 * FULL_TABLE: read whole in each run. INCREMENTAL: by `windows`, asking for a span of time; by `newest-first`, where the list
 * has no time filter and is walked until known records begin; or by `periods`, whose latest are read again.
 */
export type Replication<Name extends string = string> =
  | { method: 'FULL_TABLE' }
  | WindowsReplication<Name>
  | NewestFirstReplication<Name>
  | PeriodsReplication<Name>;

/** By spans of time. */
export interface WindowsReplication<Name extends string = string> {
  method: 'INCREMENTAL';
  key: Name;
  by: {
    kind: 'windows';
    /** The query parameters of the bounds. */
    start: string;
    end: string;
    /** The column whose last digits say when a record changed. */
    changeKey: string;
    /** The column whose values are times of changes. */
    changeTimes: string;
    /** Filter by a kind of change. The API may then apply the bounds to the time of that change. */
    metric: { parameter: string; names: readonly string[] };
  };
}

/** By walking the list. */
export interface NewestFirstReplication<Name extends string = string> {
  method: 'INCREMENTAL';
  key: Name;
  by: {
    kind: 'newest-first';
    /** Number of days for which the API lists an entry. */
    retentionDays: number;
  };
}

/** By periods of time. */
export interface PeriodsReplication<Name extends string = string> {
  method: 'INCREMENTAL';
  key: Name;
  by: { kind: 'periods'; ask: Periods };
}

/** One list asked in one of several ways. */
export interface Variant {
  readonly query?: Readonly<Record<string, string>>;
  readonly post?: JsonValue;
}

/** The API's own counter of a stream's records: a number, or one in each item of a list; of each partition, or of all. */
export interface Counter {
  path: string;
  list?: string;
  at: string;
}

/** Groups of streams that a user can select by one word; `default`: where nothing is selected. */
export const GROUPS = ['default', 'profiles', 'metrics', 'content', 'deliverability', 'objects'] as const;

/** One of {@link GROUPS}. */
export type Group = (typeof GROUPS)[number];

/** A stream as data. One engine reads all streams, so no other description can disagree with this one. */
export interface StreamDefinition {
  /** The operationId of the request in the API's definition. */
  operation: string;
  /** Path below the base URL. A `{placeholder}` is filled with the column of that name of what it is read for. */
  path: string;
  /** Query parameters of every request. */
  query?: Readonly<Record<string, string>>;
  /**
   * The body of every request, for reads that take one: then the method is POST. A text `{name}` in it is filled as in
   * the path, `{name:number}` as a number; `{keys}` is the list of a batch.
   */
  post?: JsonValue;
  /** One list asked in several ways: together they hold every record. */
  variants?: readonly Variant[];
  /** Asked in place of the variants where the user has given this setting; the stream is not whole then. */
  narrowed?: { setting: 'people_segment_id'; post: JsonValue };
  pagination: Pagination;
  rows: Rows;
  /** Columns that are taken from nested fields. */
  promote?: Readonly<Record<string, Promotion>>;
  /**
   * Fields of which the API makes more without end, by their name or path, with `*` for numbers: known, but without a column. The log does
   * not name one as new.
   */
  openFields?: RegExp;
  primaryKey: readonly string[];
  replication: Replication;
  partitionBy?: PartitionBy;
  /** The request for one of its records by its key columns: it tells whether a record that cannot be read still exists. */
  record?: { path: string; query?: Readonly<Record<string, string>> };
  /** It has too many records to hold their keys: its children are always read while its pages come. */
  isLarge?: true;
  /** The API's count of its records, for the setting `verify_counts`. */
  counter?: Counter;
  /** 404 on its first request means that the workspace does not have the feature. */
  isFeature?: true;
  /** Ready selections that it belongs to. */
  groups: readonly Group[];
  /**
   * Columns that hold keys of other tables, and which (several: it depends on the record). For the documentation:
   * nothing is read because of them, and a key may point to what has been deleted. The parent's keys are not repeated.
   */
  references?: Readonly<Record<string, readonly QualifiedColumn[]>>;
}

/** Parts that may be left out of an entry: the whole list in one answer, key `id`, read whole, selected by name alone. */
type Usual = 'pagination' | 'primaryKey' | 'replication' | 'groups';

/** An entry as it is written: what differs from the usual. */
export type StreamEntry = Omit<StreamDefinition, Usual> & Partial<Pick<StreamDefinition, Usual>>;

/** Split of a stream into partitions, its columns checked. */
type CheckedPartitionBy<Name extends StreamName> =
  | {
      [Above in StreamName]:
        | {
            kind: 'each';
            stream: Above;
            keys: { readonly [Key in Column<Name>]?: Column<Above> };
            skipWhen?: SkipWhen;
            completeWhen?: { column: Column<Above>; is: string };
          }
        | { kind: 'batch'; stream: Above; key: Column<Above>; size: number };
    }[StreamName]
  | { kind: 'values'; columns: { readonly [Key in Column<Name>]?: readonly string[] | ListSetting } };

/** An entry whose columns exist: the compiler knows them from the schemas. */
type CheckedEntry<Name extends StreamName> = StreamEntry & {
  primaryKey?: readonly [Column<Name>, ...Column<Name>[]];
  promote?: { readonly [Key in Path<Name>]?: Promotion };
  replication?: Replication<Column<Name>>;
  partitionBy?: CheckedPartitionBy<Name>;
  references?: { readonly [From in Path<Name>]?: readonly QualifiedColumn[] };
};

/** One entry for each stream that has a schema: the compiler finds a missing or a surplus one. */
export type StreamEntries = { readonly [Name in StreamName]: CheckedEntry<Name> };

/** An entry with the usual filled in. */
export function toDefinition(entry: StreamEntry): StreamDefinition {
  return {
    pagination: { kind: 'none' },
    primaryKey: ['id'],
    replication: { method: 'FULL_TABLE' },
    groups: [],
    ...entry,
  };
}

/** The reference page of a stream's request. */
export function docsOf({ operation }: Pick<StreamDefinition, 'operation'>): string {
  return `https://docs.customer.io/integrations/api/app/#operation/${operation}`;
}

/** `GET /v1/campaigns`, as messages name a request. */
export function describeRequest({
  path,
  post,
  variants,
}: Pick<StreamDefinition, 'path' | 'post' | 'variants'>): string {
  const isPost = post !== undefined || variants?.some((variant) => variant.post !== undefined);
  return `${isPost ? 'POST' : 'GET'} ${path}`;
}

/** The column by which a stream is replicated; undefined if it is read whole. */
export function replicationKeyOf({ replication }: Pick<StreamDefinition, 'replication'>): string | undefined {
  return replication.method === 'INCREMENTAL' ? replication.key : undefined;
}

/** The column that holds a record's place in the list, where that is its key; undefined where it has a key of its own. */
export function placeOf({ rows }: Pick<StreamDefinition, 'rows'>): string | undefined {
  return 'position' in rows ? rows.position : undefined;
}

/** Tells whether a stream is read by spans of time. */
export function isReadByWindows(replication: Replication): replication is WindowsReplication {
  return replication.method === 'INCREMENTAL' && replication.by.kind === 'windows';
}

/** Tells whether a stream is read by periods. */
export function isReadByPeriods(replication: Replication): replication is PeriodsReplication {
  return replication.method === 'INCREMENTAL' && replication.by.kind === 'periods';
}

/** The stream whose records another is read for. */
export function parentOf({ partitionBy }: Pick<StreamDefinition, 'partitionBy'>): StreamName | undefined {
  return partitionBy && partitionBy.kind !== 'values' ? partitionBy.stream : undefined;
}

/** The setting that lists what a stream is read for; undefined if none does. */
export function listSettingOf({
  partitionBy,
}: Pick<StreamDefinition, 'partitionBy'>): ListSetting | undefined {
  const columns = partitionBy?.kind === 'values' ? Object.values(partitionBy.columns) : [];
  return columns.find((values) => typeof values === 'string');
}

/** Columns that come from the parent: its column (right) by the column here (left). */
export function parentKeys({
  partitionBy,
}: Pick<StreamDefinition, 'partitionBy'>): Readonly<Record<string, string>> {
  return partitionBy?.kind === 'each' ? partitionBy.keys : {};
}

/** The columns that are the same in all records of one partition: those of what it is read for. */
export function contextColumns({ partitionBy }: Pick<StreamDefinition, 'partitionBy'>): readonly string[] {
  switch (partitionBy?.kind) {
    case 'each':
      return Object.keys(partitionBy.keys);
    case 'values':
      return Object.keys(partitionBy.columns);
    default:
      return [];
  }
}

/** The key columns that tell the records of one partition apart. */
export function ownKeys(definition: Pick<StreamDefinition, 'primaryKey' | 'partitionBy'>): string[] {
  const given = contextColumns(definition);
  return definition.primaryKey.filter((key) => !given.includes(key));
}
