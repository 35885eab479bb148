import { type Schema, typesOf } from '../json/schema.ts';

/**
 * Makes the schema for targets that make a column of each key. They cannot store keys that nobody knows beforehand: every
 * free-form object, one without properties of its own, is a text, and records conformed to it hold JSON there. Nor can they
 * store null in place of an object with properties: it is never null, but holds nulls.
 */
export function freeFormAsText(schema: Schema): Schema {
  const { properties, items } = schema;
  const types = typesOf(schema);
  if (types.includes('object') && properties === undefined) {
    const others = types.filter((type) => type !== 'object' && type !== 'string' && type !== 'null');
    return { ...schema, type: ['string', ...others, 'null'] };
  }
  return {
    ...schema,
    ...(properties && types.includes('null') && { type: types.filter((type) => type !== 'null') }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, freeFormAsText(property)]),
      ),
    }),
    // An item that is null stays so: it has no column of its own.
    ...(items && { items: { ...freeFormAsText(items), ...(items.properties && { type: items.type }) } }),
  };
}
