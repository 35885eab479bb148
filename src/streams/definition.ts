import type { Records } from '../generated/records.ts';

/** The name of a stream, which is also its table's name at the target. */
export type StreamName = keyof Records;

/** A column of a stream, as its schema has it. */
type Column<Name extends StreamName> = keyof Records[Name] & string;

/** A column and what lies within it: `metrics`, `metrics.sent`, `actions.id` of each item of a list. */
type Path<Name extends StreamName> = Column<Name> | `${Column<Name>}.${string}`;

/** A column with its table's name before it, as SQL has it: `campaigns.id`. */
type QualifiedColumn = { [Name in StreamName]: `${Name}.${Column<Name>}` }[StreamName];

/**
 * How a list is paged.
 * `none`: the whole list comes in one answer. `cursor`: an answer's `next` is the `start` of the following request;
 * `limit` is the largest page the API gives, and is asked for; `least` is its default, which must always work (live-facts
 * §2.0); `fixedLimit` is the only page size there is.
 */
export type Pagination =
  | { kind: 'none' }
  | { kind: 'cursor'; limit: number; least: number }
  | { kind: 'cursor'; fixedLimit: number };

/**
 * How a stream is replicated.
 * FULL_TABLE: read whole in each run. INCREMENTAL: by `windows`, asking for a span of time; or by `walk`, where the list
 * has no time filter and is walked until known records begin.
 */
export type Replication<Name extends string = string> =
  | { method: 'FULL_TABLE' }
  | WindowsReplication<Name>
  | WalkReplication<Name>;

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
  };
}

/** By walking the list. */
export interface WalkReplication<Name extends string = string> {
  method: 'INCREMENTAL';
  key: Name;
  by: {
    kind: 'walk';
    /** How long the API lists an entry. */
    retentionDays: number;
  };
}

/** A stream as data; one engine reads it, so there is no other description that could disagree with it. */
export interface StreamDefinition {
  /** Reference page of the list operation. */
  docs: string;
  /** Path below the base URL. A `{placeholder}` is filled with the parent's key of that name. */
  path: string;
  /** Query parameters of every request. */
  query?: Readonly<Record<string, string>>;
  /** Key of the list in the answer's body. */
  records: string;
  pagination: Pagination;
  /** One list asked in several ways: together they hold every record. */
  variants?: readonly Readonly<Record<string, string>>[];
  primaryKey: readonly string[];
  replication: Replication;
  /** The stream whose records are iterated over, and which of its columns (right) become columns here (left). */
  parent?: {
    stream: StreamName;
    keys: Readonly<Record<string, string>>;
    /** The parent's column that says whether its children are all there; where it says otherwise, they are not whole. */
    settled?: { column: string; is: string };
  };
  /**
   * Columns that hold keys of other tables, and which (several: it depends on the record). For the documentation:
   * nothing is read because of them, and a key may point to what has been deleted. The parent's keys are not repeated.
   */
  references?: Readonly<Record<string, readonly QualifiedColumn[]>>;
}

/** A definition whose columns exist: the compiler knows them from the schemas. */
type CheckedDefinition<Name extends StreamName> = StreamDefinition & {
  primaryKey: readonly [Column<Name>, ...Column<Name>[]];
  replication: Replication<Column<Name>>;
  parent?: {
    [Above in StreamName]: {
      stream: Above;
      keys: { readonly [Key in Column<Name>]?: Column<Above> };
      settled?: { column: Column<Above>; is: string };
    };
  }[StreamName];
  references?: { readonly [From in Path<Name>]?: readonly QualifiedColumn[] };
};

/** One definition for each stream that has a schema: the compiler finds a missing or a surplus one. */
export type StreamDefinitions = { readonly [Name in StreamName]: CheckedDefinition<Name> };

/** The column by which a stream is replicated; undefined if it is read whole. */
export function replicationKeyOf({ replication }: Pick<StreamDefinition, 'replication'>): string | undefined {
  return replication.method === 'INCREMENTAL' ? replication.key : undefined;
}

/** Whether a stream is read by spans of time. */
export function isReadByWindows(replication: Replication): replication is WindowsReplication {
  return replication.method === 'INCREMENTAL' && replication.by.kind === 'windows';
}

/** The key columns that tell the records of one list apart: those of the parent are the same in all of them. */
export function ownKeys({ primaryKey, parent }: Pick<StreamDefinition, 'primaryKey' | 'parent'>): string[] {
  return primaryKey.filter((key) => !(key in (parent?.keys ?? {})));
}
