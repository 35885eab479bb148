/** The closed list of reasons for which a stream, or a partition of it, was not read whole. */
export const PARTIAL_REASONS = [
  /** The stream or one of its partitions failed. */
  'failed',
  /** Its parent is itself partial. */
  'parent',
  /** A parent was answered 404 or 400, or with null in place of its object, and still exists. */
  'gone',
  /** Ids that were asked for together, and twice, were left out of good answers, and still exist. */
  'unanswered',
  /** A segment is still being built. */
  'unsettled',
  /** A record lacked its key. */
  'keyless',
  /** Parents were skipped that may have children. */
  'left_out',
  /** The workspace does not have the feature. */
  'no_feature',
  /** A setting reads a part of it. */
  'narrowed',
  /** Its end could not be verified, or its list or its parents changed while it was read, or may have. */
  'unproved',
] as const;

/** One of {@link PARTIAL_REASONS}. */
export type PartialReason = (typeof PARTIAL_REASONS)[number];

/** Judgement on a stream: it was read whole, or the reasons why not. */
export type Verdict =
  | { readonly whole: true }
  | { readonly whole: false; readonly reasons: readonly CountedReason[] };

/** One reason for which a stream is partial. */
export interface CountedReason {
  readonly reason: PartialReason;
  /** Number of parents, ids, records or partitions that it concerns. */
  readonly count: number;
  /** Words that follow in parentheses, such as the parent's name; never the id or address of a person. */
  readonly detail?: string;
}
