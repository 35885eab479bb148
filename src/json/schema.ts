import { isJsonObject, type JsonObject } from './json-object.ts';

/** A JSON Schema as streams and catalogs hold it. */
export interface Schema extends JsonObject {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
}

/** Whether a parsed value has the form of a {@link Schema}, at every depth. */
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
