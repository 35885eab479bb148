import { readFileSync } from 'node:fs';
import { integerBetween, type Random, randomFor } from './random.ts';
import { DAY, type WorldPlan } from './world-plan.ts';

/** The part of the definition's schemas that a sample is made from. */
interface ApiSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, ApiSchema>;
  items?: ApiSchema;
  oneOf?: ApiSchema[];
  anyOf?: ApiSchema[];
  allOf?: ApiSchema[];
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

/** What a sample belongs to: equal places make equal samples. */
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
  return { ...Object(sampleOf(schema, '', plan, random, index)) };
}

function sampleOf(given: ApiSchema, name: string, plan: WorldPlan, random: Random, index: number): unknown {
  const schema = resolve(given);
  const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
  const type = types.find((one) => one !== 'null');
  const isNull = types.includes('null') && random() < 0.2;
  if (isNull) return null;
  if (schema.enum) return schema.enum[Math.floor(random() * schema.enum.length)];
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(propertiesOf(schema)).map(([key, property]) => [
          key,
          sampleOf(property, key, plan, random, index),
        ]),
      );
    case 'array':
      return Array.from({ length: integerBetween(random, 0, 2) }, () =>
        sampleOf(schema.items ?? {}, name, plan, random, index),
      );
    case 'boolean':
      return random() < 0.5;
    case 'integer':
    case 'number':
      return isTime(schema, name)
        ? plan.now - integerBetween(random, 1, 900 * DAY)
        : integerBetween(random, 0, 999);
    default:
      return textOf(schema, name, random, index);
  }
}

function textOf({ format }: ApiSchema, name: string, random: Random, index: number): string {
  if (format === 'uuid') return uuidOf(integerBetween(random, 0, 2 ** 40));
  if (format === 'json') return '[]';
  if (format === 'url' || format === 'uri') return `https://example.com/${name}/${index}`;
  return `${name.replaceAll('_', ' ')} ${index}`;
}

function isTime({ format }: ApiSchema, name: string): boolean {
  return format === 'unix timestamp' || /^(created|updated)$|_at$/.test(name);
}

/** A UUID that tells its number. */
export function uuidOf(number: number): string {
  return `018fbb92-6d1e-7c33-9c2c-${number.toString(16).padStart(12, '0')}`;
}

function resolve(schema: ApiSchema): ApiSchema {
  if (schema.$ref) return resolve(api.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  return choice && !schema.properties ? resolve(choice) : schema;
}

function propertiesOf(schema: ApiSchema): Record<string, ApiSchema> {
  const inherited = (schema.allOf ?? []).map((part) => propertiesOf(resolve(part)));
  return Object.assign({}, ...inherited, schema.properties);
}
