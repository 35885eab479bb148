import type { JsonObject } from '../json/json-object.ts';
import { type Context, toBatches, toContext } from '../replication/context.ts';
import { parentKeys } from '../streams/definition.ts';
import type { PlannedStream } from './plan.ts';
import { carriedColumns, isLeftOut, wheresOf } from './where.ts';

/** What the making of contexts depends on. */
export interface ContextsOptions {
  /** Whether the user has asked for a part of the parent alone. */
  readonly isNarrowed: boolean;
  /** Told once of a record that the child cannot be read for. */
  readonly onFault: (what: string) => void;
  /** Where the periods of a stream begin that are read, in unix seconds. */
  readonly periodsFrom: (stream: PlannedStream) => number;
}

/** Makes of a parent's records what a child is read for. */
export interface ChildContexts {
  /** Whether there was none without its key, and none left out that may have records. */
  readonly isWhole: boolean;
  /** The contexts of the records that one part of the parent has brought; `context` is what that was read for. */
  of(records: readonly JsonObject[], context: Context): Context[];
}

/** Starts with none. */
export function createContexts(
  parent: PlannedStream,
  child: PlannedStream,
  options: ContextsOptions,
): ChildContexts {
  const { partitionBy } = child.definition;
  const completeWhen = partitionBy?.kind === 'each' ? partitionBy.completeWhen : undefined;
  const wheres = wheresOf(child, parent.name, options.periodsFrom);
  const carries = carriedColumns(child, parent.name);
  let isTold = false;
  let isWhole = !options.isNarrowed;
  const lack = () => {
    isWhole = false;
    if (!isTold) options.onFault('a record without its key cannot be asked for');
    isTold = true;
  };
  const isAsked = (record: JsonObject, context: Context): boolean => {
    const judged = { record, parent: parent.name, context };
    if (wheres.length === 0 || !wheres.every((where) => isLeftOut(where, judged))) return true;
    if (wheres.some(({ where }) => where.is === 'true' && where.isPartial)) isWhole = false;
    return false;
  };
  return {
    get isWhole() {
      return isWhole;
    },
    of(records: readonly JsonObject[], context: Context): Context[] {
      const asked = records.filter((record) => isAsked(record, context));
      if (partitionBy?.kind === 'batch') {
        const { contexts, lacking } = toBatches(partitionBy.key, partitionBy.size, asked);
        if (lacking > 0) lack();
        return contexts;
      }
      return asked.flatMap((record) => {
        const made = toContext(parentKeys(child.definition), record, context);
        if (!made) lack();
        const state = completeWhen && record[completeWhen.column];
        if (completeWhen && typeof state === 'string' && state !== completeWhen.is) isWhole = false;
        if (!made || carries.length === 0) return made ?? [];
        const own = carries.map((column) => [`${parent.name}.${column}`, record[column]]);
        return { ...made, carried: { ...context.carried, ...Object.fromEntries(own) } };
      });
    },
  };
}
