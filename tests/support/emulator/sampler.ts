import { readFileSync } from 'node:fs';
import { integerBetween, type Random, randomFor } from './random.ts';
import { DAY, unknownFields, type WorldPlan } from './world-plan.ts';

/** The part of the definition's schemas that a sample is made from. */
interface ApiSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  example?: unknown;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
  properties?: Record<string, ApiSchema>;
  items?: ApiSchema;
  oneOf?: ApiSchema[];
  anyOf?: ApiSchema[];
  allOf?: ApiSchema[];
  'x-undocumented-properties'?: Record<string, ApiSchema>;
}

interface Operation {
  responses: { 200: { content: { 'application/json': { schema: ApiSchema } } } };
}

interface Definition {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, ApiSchema> };
}

/** The vendor's definition of the API. */
const api: Definition = JSON.parse(readFileSync(new URL('app-api.openapi.json', import.meta.url), 'utf8'));

/** Place that a sample belongs to: equal places make equal samples. */
export interface SamplePlace {
  readonly plan: WorldPlan;
  readonly template: string;
  readonly method: 'get' | 'post';
  /** The path of the sampled schema in the answer: its keys, and `[]` for the items of a list. */
  readonly at: readonly string[];
  /** Tells the sample among those of its list. */
  readonly index: number;
  readonly params: readonly string[];
}

/** A value of the form that the definition gives, the same for the same seed and place. */
export function sample({ plan, template, method, at, index, params }: SamplePlace): Record<string, unknown> {
  const operation = api.paths[template]?.[method];
  if (!operation) throw new Error(`${method} ${template} is not in the definition`);
  let schema = resolve(operation.responses[200].content['application/json'].schema);
  for (const key of at) schema = resolve((key === '[]' ? schema.items : propertiesOf(schema)[key]) ?? {});
  const random = randomFor(plan.seed, `${template} ${params.join(' ')}`, index);
  return sampleObject(schema, { plan, random, index });
}

/** Fields of a record that are not left to chance; one that is undefined is left out. */
type Own = Readonly<Record<string, unknown>> & { readonly id?: string | number };

/**
 * The record of a schema with this index: what it has of its own, and all else as the definition has it by chance. Of
 * schemas that are one of several, `branch` counts them. Fields that are not documented, but were seen, come in every
 * second record.
 */
export function makeRecord<Fields extends Own>(
  plan: WorldPlan,
  name: string,
  index: number,
  own: Fields,
  branch = 0,
): Fields & { readonly [field: string]: unknown } {
  const schema = api.components.schemas[name];
  if (schema === undefined) throw new Error(`the definition has no schema ${name}`);
  const place = { plan, random: randomFor(plan.seed, name, index), index };
  const { created, updated } = timesAt(plan, name, index);
  const { deduplicate_id, ...sampled } = sampleObject(resolve(schema, branch), place);
  const undocumented =
    index % 2 === 0 ? sampleObject({ properties: schema['x-undocumented-properties'] ?? {} }, place) : {};
  const times = { created, created_at: created, updated, updated_at: updated };
  const known = Object.entries(times).filter(([field]) => field in sampled);
  const record = { ...sampled, ...Object.fromEntries(known), ...undocumented, ...own };
  const changed: unknown = Object(record).updated ?? Object(record).updated_at ?? updated;
  return {
    ...(deduplicate_id === undefined ? {} : { deduplicate_id: `${own.id}:${changed}` }),
    ...record,
    ...unknownFields(plan, index),
  };
}

/** Times at which a record was made and last changed. */
export function timesAt(plan: WorldPlan, kind: string, index: number): { created: number; updated: number } {
  const random = randomFor(plan.seed, `times of ${kind}`, index);
  const created = plan.now - integerBetween(random, 400, 1200) * DAY;
  return { created, updated: created + integerBetween(random, 0, 390 * DAY) };
}

/** Values that samples depend on, besides their schema. */
interface Chance {
  readonly plan: WorldPlan;
  readonly random: Random;
  readonly index: number;
}

const knownProperties = new WeakMap<ApiSchema, [string, ApiSchema][]>();

function sampleObject(schema: ApiSchema, chance: Chance): Record<string, unknown> {
  const properties = knownProperties.get(schema) ?? Object.entries(propertiesOf(schema));
  knownProperties.set(schema, properties);
  return Object.fromEntries(properties.map(([key, property]) => [key, sampleOf(property, key, chance)]));
}

function sampleOf(given: ApiSchema, name: string, chance: Chance): unknown {
  const { plan, random, index } = chance;
  const schema = resolve(given);
  const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
  const type = types.find((one) => one !== 'null');
  const isNull = types.includes('null') && random() < 0.2;
  if (isNull) return null;
  if (schema.enum) return schema.enum[Math.floor(random() * schema.enum.length)];
  switch (type) {
    case 'object':
      // Declared as an object, and in the example its text: both occur.
      if (typeof schema.example === 'string')
        return index % 2 === 0 ? schema.example : JSON.parse(schema.example);
      return sampleObject(schema, chance);
    case 'array':
      return Array.from({ length: integerBetween(random, 0, 2) }, () =>
        sampleOf(schema.items ?? {}, name, chance),
      );
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'number':
      return isTime(schema, name)
        ? plan.now - integerBetween(random, 1, 900 * DAY)
        : integerBetween(random, schema.minimum ?? 0, schema.maximum ?? 999);
    default:
      return textOf(schema, name, random, index);
  }
}

/** Of texts that the definition has no example of. */
const EXAMPLES: Readonly<Record<string, string>> = {
  created_by: 'ExamplePerson',
  date_attribute: 'renewal_date',
  editor: 'code',
  event_name: 'order_placed',
  send_state: 'sent',
  timezone: 'Europe/Berlin',
};

function textOf({ format, example }: ApiSchema, name: string, random: Random, index: number): string {
  if (format === 'uuid') return uuidOf(integerBetween(random, 0, 2 ** 40));
  const known = example ?? EXAMPLES[name];
  if (typeof known === 'string' && name !== 'name') return known;
  if (format === 'json') return '[]';
  if (format === 'url' || format === 'uri') return `https://example.com/${name}/${index}`;
  return `${name.replaceAll('_', ' ')} ${index}`;
}

function isTime({ format }: ApiSchema, name: string): boolean {
  return format === 'unix timestamp' || /^(created|updated|scheduled_st(art|op))$|_at$/.test(name);
}

/** A UUID that tells its number. */
export function uuidOf(number: number): string {
  return `018fbb92-6d1e-7c33-9c2c-${number.toString(16).padStart(12, '0')}`;
}

function resolve(schema: ApiSchema, branch = 0): ApiSchema {
  if (schema.$ref) return resolve(api.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const choice = schema.oneOf?.[branch] ?? schema.anyOf?.[branch];
  return choice && !schema.properties ? resolve(choice) : schema;
}

function propertiesOf(schema: ApiSchema): Record<string, ApiSchema> {
  const inherited = (schema.allOf ?? []).map((part) => propertiesOf(resolve(part)));
  return Object.assign({}, ...inherited, schema.properties);
}
