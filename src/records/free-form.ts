import type { Schema } from '../json/schema.ts';

/**
 * A schema in which every free-form object, one without properties of its own, is a text: records conformed to it
 * hold JSON there. For targets that make a column of each key, and so cannot store keys that nobody knows
 * beforehand.
 */
export function freeFormAsText(schema: Schema): Schema {
  const { properties, items } = schema;
  const types = [schema.type ?? []].flat();
  if (types.includes('object') && properties === undefined) {
    const others = types.filter((type) => type !== 'object' && type !== 'string' && type !== 'null');
    return { ...schema, type: ['string', ...others, 'null'] };
  }
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, freeFormAsText(property)]),
      ),
    }),
    ...(items && { items: freeFormAsText(items) }),
  };
}
