import type { JsonObject } from '../json/json-object.ts';
import type { PartialReason } from '../partial-reason.ts';
import { type CompleteWhen, parentKeys } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { type Context, toContext, toLookups } from './context.ts';
import { carriedColumns, isSkipped, skipConditions } from './skipped-parents.ts';

/** Options of {@link createContexts}. */
export interface ContextsOptions {
  /** Called with what keeps the child from being read whole. */
  readonly onPartial: (reason: PartialReason, count: number) => void;
  /** Returns the start of the periods of a stream that are read, in unix seconds. */
  readonly periodsFrom: (stream: PlannedStream) => number;
}

/** Makes of the records of a parent's partition, read for `context`, what a child is read for. */
export type ToContexts = (records: readonly JsonObject[], context: Context) => Context[];

/** Prepares the contexts of a child. */
export function createContexts(
  parent: PlannedStream,
  child: PlannedStream,
  { onPartial, periodsFrom }: ContextsOptions,
): ToContexts {
  const { partitionBy } = child.definition;
  const completeWhen = partitionBy?.kind === 'each' ? partitionBy.completeWhen : undefined;
  const conditions = skipConditions(child, parent.name, periodsFrom);
  const hidesChildren = conditions.some(
    ({ skipWhen }) => skipWhen.is === 'false' && skipWhen.hidesChildren === true,
  );
  const carries = carriedColumns(child, parent.name);
  const isAsked = (record: JsonObject, context: Context): boolean => {
    const judged = { record, parent: parent.name, context };
    if (conditions.length === 0 || !conditions.every((one) => isSkipped(one, judged))) return true;
    if (hidesChildren) onPartial('left_out', 1);
    return false;
  };
  return (records, context) => {
    const asked = records.filter((record) => isAsked(record, context));
    if (partitionBy?.kind === 'batch') {
      const { contexts, lacking } = toLookups(partitionBy.key, partitionBy.size, asked);
      if (lacking > 0) onPartial('keyless', lacking);
      return contexts;
    }
    return asked.flatMap((record) => {
      const made = toContext(parentKeys(child.definition), record, context);
      if (!made) onPartial('keyless', 1);
      if (completeWhen && isUnsettled(record, completeWhen)) onPartial('unsettled', 1);
      if (!made) return [];
      if (carries.length === 0) return made;
      const own = carries.map((column) => [`${parent.name}.${column}`, record[column]]);
      return { ...made, carried: { ...context.carried, ...Object.fromEntries(own) } };
    });
  };
}

/** Tells whether a record says that what is read for it is still being made. */
export function isUnsettled(record: JsonObject, { column, is }: CompleteWhen): boolean {
  const state = record[column];
  return typeof state === 'string' && state !== is;
}
