import type { JsonObject } from '../json/json-object.ts';
import type { Context } from '../replication/context.ts';
import type { StreamName, Where } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { type PlannedStream, withDescendants } from './plan.ts';

/** A condition of a stream's. */
export interface StreamWhere {
  readonly where: Where;
  /** What happened before counts for nothing, in unix seconds, where the condition is one of time. */
  readonly since: number | undefined;
}

/**
 * The conditions under which a parent's record is asked for: one of them is enough. A stream that is only read for its
 * children has those of its children that look at the same record. `periodsFrom` tells where the periods of a stream begin
 * that are read, in unix seconds.
 */
export function wheresOf(
  child: PlannedStream,
  parent: StreamName,
  periodsFrom: (stream: PlannedStream) => number,
): StreamWhere[] {
  const toWhere = (stream: PlannedStream): StreamWhere[] => {
    const where = whereOf(stream);
    if (where === undefined) return [];
    const since = where.is === 'after' ? periodsFrom(stream) - where.days * DAY_SECONDS : undefined;
    return [{ where, since }];
  };
  if (whereOf(child) || child.isSelected) return toWhere(child);
  const isForAll = child.children.every((stream) => whereOf(stream)?.of === parent);
  return isForAll ? child.children.flatMap(toWhere) : [];
}

/** The columns of a stream that the conditions of its descendants' descendants name. */
export function carriedColumns(child: PlannedStream, parent: StreamName): string[] {
  const wheres = withDescendants(child).flatMap((stream) => whereOf(stream) ?? []);
  return [...new Set(wheres.flatMap(({ of, column }) => (of === parent ? column : [])))];
}

/** What a condition is judged by. */
export interface Judged {
  readonly record: JsonObject;
  readonly parent: StreamName;
  /** What the record was read for. */
  readonly context: Context;
}

/** Whether a record, or its ancestor, says itself that it need not be asked for. */
export function isLeftOut(
  { where, since = Number.NEGATIVE_INFINITY }: StreamWhere,
  { record, parent, context }: Judged,
): boolean {
  const { of = parent, column } = where;
  const value = of === parent ? record[column] : context.carried?.[`${of}.${column}`];
  if (value === undefined) return false;
  switch (where.is) {
    case 'true':
      return value === false;
    case 'set':
      return value === null || value === 0;
    case 'after': {
      const seconds = toUnixSeconds(value);
      return seconds === undefined || seconds < since;
    }
  }
}

function whereOf({ definition: { partitionBy } }: PlannedStream): Where | undefined {
  return partitionBy?.kind === 'each' ? partitionBy.where : undefined;
}
