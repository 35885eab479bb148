import { isJsonObject, type JsonObject } from './json-object.ts';

/** A JSON Schema as streams and catalogs hold it. */
export interface Schema extends JsonObject {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
}

/** The types that a schema allows, `null` among them; none where it says nothing of them. */
export function typesOf({ type }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}

/** The schema of a property; undefined if there is none of its own by that name. */
export function propertyOf({ properties }: Schema, name: string): Schema | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/**
 * The schema with one list of types in place of `anyOf` or `oneOf`, as which users write that a column may be null. A format stays if
 * all texts have it. Left as it is where an alternative has no type: anything goes then.
 */
export function mergeAlternatives(schema: Schema): Schema {
  const { anyOf, oneOf, ...rest } = schema;
  const alternatives = [anyOf ?? oneOf ?? []].flat().filter(isSchema);
  if (schema.type !== undefined || alternatives.length === 0) return schema;
  if (alternatives.some(({ type }) => type === undefined)) return schema;
  const type = [...new Set(alternatives.flatMap((alternative) => alternative.type ?? []))];
  const texts = alternatives.filter((alternative) => [alternative.type].flat().includes('string'));
  const formats = new Set(texts.map(({ format }) => format));
  const { format: _, ...merged }: Schema = Object.assign({}, ...alternatives);
  const [format] = formats;
  return { ...rest, ...merged, type, ...(formats.size === 1 && format !== undefined ? { format } : {}) };
}

/** Tells whether a parsed value has the form of a {@link Schema}, at every depth. */
export function isSchema(value: unknown): value is Schema {
  if (!isJsonObject(value)) return false;
  const { type, format, properties, items } = value;
  const isType =
    type === undefined ||
    typeof type === 'string' ||
    (Array.isArray(type) && type.every((name) => typeof name === 'string'));
  const isFormat = format === undefined || typeof format === 'string';
  const areProperties =
    properties === undefined || (isJsonObject(properties) && Object.values(properties).every(isSchema));
  return isType && isFormat && areProperties && (items === undefined || isSchema(items));
}
