import type { Partition } from '../pages/partition.ts';
import type { StreamDefinition, Variant } from '../streams/definition.ts';
import { type Context, fillBody } from './context.ts';

/** The partitions of a context: one for each variant. */
export function toPartitions(
  definition: Pick<StreamDefinition, 'post' | 'partitionBy'>,
  variants: readonly Variant[],
  context: Context,
  peopleSegmentId: number | undefined,
): Partition[] {
  return variants.map((variant, index) =>
    toPartition(definition, { variant, index }, context, peopleSegmentId),
  );
}

function toPartition(
  definition: Pick<StreamDefinition, 'post' | 'partitionBy'>,
  { variant, index }: { variant: Variant; index: number },
  context: Context,
  peopleSegmentId: number | undefined,
): Partition {
  const { params, columns, key, keys } = context;
  const { partitionBy } = definition;
  const filling = {
    params: {
      ...params,
      ...(peopleSegmentId === undefined ? {} : { people_segment_id: String(peopleSegmentId) }),
    },
    ...(keys ? { keys } : {}),
  };
  const body = variant.post ?? definition.post;
  const of = (ids: readonly string[]) =>
    toPartition(definition, { variant, index }, { ...context, keys: ids }, peopleSegmentId);
  return {
    key: [...key, index],
    params,
    query: variant.query ?? {},
    ...(body === undefined ? {} : { body: fillBody(body, filling) }),
    columns,
    ...(keys && partitionBy?.kind === 'batch'
      ? { lookup: { ids: keys, idOf: (record) => String(record[partitionBy.key]), of } }
      : {}),
    readsToEnd: true,
  };
}
