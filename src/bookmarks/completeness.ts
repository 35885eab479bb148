import { PARTIAL_REASONS, type PartialReason } from '../partial-reason.ts';

/** Reasons met by a pass over a stream that make it partial. They are saved with the pass, so a later run knows of them. */
export interface Completeness {
  /** Number of parents, or groups of them, that were asked for. */
  asked: number;
  /** Those that the API refused, though it still has them. */
  refused: number;
  /** Why the stream is partial, and how often; empty as long as nothing is known to be missing. */
  readonly reasons: ReadonlyMap<PartialReason, number>;
  /** Notes that something is missing. */
  add(reason: PartialReason, count?: number): void;
  /** Takes over what an earlier run has met in the same pass. */
  take(earlier: SavedCompleteness): void;
}

/** As a bookmark's progress holds it. */
export interface SavedCompleteness {
  readonly asked: number;
  readonly refused: number;
  readonly reasons: readonly (readonly [PartialReason, number])[];
}

/** Starts with nothing missing. */
export function createCompleteness(): Completeness {
  const reasons = new Map<PartialReason, number>();
  const add = (reason: PartialReason, count = 1) =>
    void reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  return {
    asked: 0,
    refused: 0,
    reasons,
    add,
    take(earlier) {
      this.asked += earlier.asked;
      this.refused += earlier.refused;
      for (const [reason, count] of earlier.reasons) add(reason, count);
    },
  };
}

/** As it is saved. `failed`: number of partitions that failed, and that the pass does not read again. */
export function writeCompleteness({ asked, refused, reasons }: Completeness, failed: number) {
  const all = new Map(reasons);
  if (failed > 0) all.set('failed', failed + (all.get('failed') ?? 0));
  return { asked, refused, reasons: [...all] };
}

/** Reads what {@link writeCompleteness} wrote; undefined if it is malformed, or of a release that did not save it. */
export function readCompleteness(progress: {
  readonly [key: string]: unknown;
}): SavedCompleteness | undefined {
  const { asked, refused, reasons } = progress;
  if (!isCount(asked) || !isCount(refused) || !Array.isArray(reasons)) return undefined;
  const read = reasons.map((item): readonly [PartialReason, number] | undefined => {
    if (!Array.isArray(item)) return undefined;
    const reason = PARTIAL_REASONS.find((known) => known === item[0]);
    return reason !== undefined && isCount(item[1]) ? [reason, item[1]] : undefined;
  });
  return read.every((item) => item !== undefined) ? { asked, refused, reasons: read } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
