import type { JsonObject } from '../json/json-object.ts';
import type { Context } from '../replication/context.ts';
import type { StreamName, Where } from '../streams/definition.ts';
import { DAY_SECONDS, toUnixSeconds } from '../time/instant.ts';
import { type PlannedStream, withDescendants } from './plan.ts';

/** A condition, and the stream whose it is. */
export interface StreamWhere {
  readonly where: Where;
  readonly stream: PlannedStream;
}

/**
 * The conditions under which a parent's record is asked for: one of them is enough. A stream that is only read for its
 * children has those of its children that look at the same record.
 */
export function wheresOf(child: PlannedStream, parent: StreamName): StreamWhere[] {
  const own = whereOf(child);
  if (own) return [{ where: own, stream: child }];
  if (child.isSelected || child.children.length === 0) return [];
  const below = child.children.map((stream) => ({ stream, where: whereOf(stream) }));
  return below.every(({ where }) => where?.of === parent)
    ? below.flatMap(({ stream, where }) => (where ? { stream, where } : []))
    : [];
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
  /** Where the periods begin that are read, in unix seconds. */
  readonly from: () => number;
}

/** Whether a record, or its ancestor, says itself that it need not be asked for. */
export function isLeftOut(where: Where, { record, parent, context, from }: Judged): boolean {
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
      return seconds === undefined || seconds < from() - where.days * DAY_SECONDS;
    }
  }
}

function whereOf({ definition: { readFor } }: PlannedStream): Where | undefined {
  return readFor?.kind === 'each' ? readFor.where : undefined;
}
