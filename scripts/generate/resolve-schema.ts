import type { Schema } from '../../src/json/schema.ts';

/** The schema of a stream or part as its file has it: it may refer to parts. */
export interface SchemaSource extends Omit<Schema, 'properties'> {
  readonly properties?: Readonly<Record<string, Schema & { readonly $ref?: string }>>;
  /** Parts whose properties follow the stream's own. */
  readonly allOf?: readonly { readonly $ref: string }[];
}

/** The column that stays the last one. */
const LAST = 'additional_fields';

/**
 * A schema without references: the properties of the parts in `allOf` follow its own, and a property that refers to a
 * part becomes that part, with the description that is beside the reference.
 */
export function resolveSchema(source: SchemaSource, readPart: (path: string) => SchemaSource): Schema {
  const { allOf = [], properties = {}, ...rest } = source;
  const parts = allOf.map(({ $ref }) => resolveSchema(readPart($ref), readPart));
  const { [LAST]: last, ...own } = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, resolveProperty(property, readPart)]),
  );
  const inherited = Object.assign({}, ...parts.map((part) => part.properties));
  return { ...rest, properties: { ...own, ...inherited, ...(last ? { [LAST]: last } : {}) } };
}

function resolveProperty(
  { $ref, ...beside }: Schema & { readonly $ref?: string },
  readPart: (path: string) => SchemaSource,
): Schema {
  return $ref === undefined ? beside : { ...resolveSchema(readPart($ref), readPart), ...beside };
}
