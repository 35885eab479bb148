import type { JsonObject } from '../json/json-object.ts';
import type { SkipWhen, StreamName } from '../streams/definition.ts';
import { type PlannedStream, withDescendants } from '../streams/planned-stream.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import type { Context } from './context.ts';

/** A condition under which a parent's record is not asked for. */
export interface SkipCondition {
  readonly skipWhen: SkipWhen;
  /** Start of the time that counts, in unix seconds, where the condition is one of time. */
  readonly since: number | undefined;
}

/**
 * The conditions under which a parent's record is skipped: all of them have to hold. A stream that is only read for its
 * children has those of its children that look at the same record. `periodsFrom` tells where the periods of a stream begin
 * that are read, in unix seconds.
 */
export function skipConditions(
  child: PlannedStream,
  parent: StreamName,
  periodsFrom: (stream: PlannedStream) => number,
): SkipCondition[] {
  const toCondition = (stream: PlannedStream): SkipCondition[] => {
    const skipWhen = skipWhenOf(stream);
    if (skipWhen === undefined) return [];
    const since = skipWhen.is === 'before' ? periodsFrom(stream) - skipWhen.days * DAY_SECONDS : undefined;
    return [{ skipWhen, since }];
  };
  if (skipWhenOf(child) || child.isSelected) return toCondition(child);
  const isForAll = child.children.every((stream) => skipWhenOf(stream)?.of === parent);
  return isForAll ? child.children.flatMap(toCondition) : [];
}

/** The columns of a stream that the conditions of its descendants' descendants name. */
export function carriedColumns(child: PlannedStream, parent: StreamName): string[] {
  const conditions = withDescendants(child).flatMap((stream) => skipWhenOf(stream) ?? []);
  return [...new Set(conditions.flatMap(({ of, column }) => (of === parent ? column : [])))];
}

/** Input of a condition. */
export interface Judged {
  readonly record: JsonObject;
  readonly parent: StreamName;
  /** Context for which the record was read. */
  readonly context: Context;
}

/** Tells whether a record, or its ancestor, says itself that it need not be asked for. */
export function isSkipped(
  { skipWhen, since = Number.NEGATIVE_INFINITY }: SkipCondition,
  { record, parent, context }: Judged,
): boolean {
  const { of = parent, column } = skipWhen;
  const value = of === parent ? record[column] : context.carried?.[`${of}.${column}`];
  if (value === undefined) return false;
  switch (skipWhen.is) {
    case 'false':
      return value === false;
    case 'unset':
      return value === null || value === 0;
    case 'before': {
      const seconds = toUnixSeconds(value);
      return seconds === undefined || seconds < since;
    }
  }
}

function skipWhenOf({ definition: { partitionBy } }: PlannedStream): SkipWhen | undefined {
  return partitionBy?.kind === 'each' ? partitionBy.skipWhen : undefined;
}
