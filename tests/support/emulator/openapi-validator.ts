import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;

const api = asObject(JSON.parse(readFileSync(new URL('app-api.openapi.json', import.meta.url), 'utf8')));

/** Places in which the emulator follows other sources than the definition, which disagree with it. */
const DEVIATIONS: { source: string; schemas: string[]; properties: Json; patternProperties?: Json }[] = [
  {
    source: 'x-observed of the id: a string in the live list of actions (S4, S6)',
    schemas: ['Message', 'Sms', 'Whatsapp', 'Webhook'].flatMap((shape) => [
      `CampaignAction${shape}`,
      `BroadcastAction${shape}`,
    ]),
    properties: { id: { anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^[0-9]+$' }] } },
  },
  {
    source: 'x-observed of Campaign: `type` was seg_attr in a live workspace (S5)',
    schemas: ['CampaignSegment'],
    properties: { type: { enum: ['segment', 'seg_attr'] } },
  },
  {
    source: 'x-observed of the filters and triggers: strings of JSON in the vendor’s examples (S1)',
    schemas: ['CampaignRelationship', 'CampaignObject'],
    properties: {
      audience: {
        type: 'object',
        properties: {
          person_filters: { $ref: '#/components/schemas/ObjectOrItsText' },
          relationship_filters: { $ref: '#/components/schemas/ObjectOrItsText' },
          type: { type: 'integer', minimum: 0, maximum: 1 },
        },
        additionalProperties: false,
      },
      relationship_attribute_triggers: { $ref: '#/components/schemas/ObjectOrItsText' },
      object_attribute_triggers: { $ref: '#/components/schemas/ObjectOrItsText' },
    },
  },
  {
    source: 'x-observed of Broadcast.tags: the string "nil" in the vendor’s example',
    schemas: ['Broadcast'],
    properties: { tags: { anyOf: [{ type: 'array', items: { type: 'string' } }, { const: 'nil' }] } },
  },
  {
    source: 'x-observed of Newsletter.sent_at: null while unsent, in a vendor example',
    schemas: ['Newsletter'],
    properties: { sent_at: { type: ['integer', 'null'] } },
  },
  {
    source: 'description of ActivityType: real values carry an id in place of <object_type_id>',
    schemas: ['Activity'],
    properties: {
      type: { anyOf: [{ $ref: '#/components/schemas/ActivityType' }, { pattern: '^_[or]:[0-9]+:[a-z_]+$' }] },
    },
  },
  {
    source: 'docs/api-behaviour.md#2: an empty membership has null for its lists',
    schemas: ['SegmentMembership'],
    properties: {
      identifiers: {
        type: ['array', 'null'],
        items: {
          anyOf: [
            { $ref: '#/components/schemas/PersonIdentifiers' },
            { $ref: '#/components/schemas/PersonIdentifiersIdOnly' },
          ],
        },
      },
      ids: { type: ['array', 'null'], items: { type: 'string' } },
    },
  },
  {
    source: 'docs/api-behaviour.md#67: every segment has conditions',
    schemas: ['Segment'],
    properties: { conditions: { type: 'object' } },
  },
  {
    source: 'docs/api-behaviour.md#100: every transactional message has a trigger_name',
    schemas: ['TransactionalMessage'],
    properties: { trigger_name: { type: 'string' } },
  },
  {
    source: 'docs/api-behaviour.md#68: what has never started has 0',
    schemas: [
      ...['Segment', 'Event', 'Form', 'Date', 'Relationship', 'Object', 'Webhook'].map(
        (name) => `Campaign${name}`,
      ),
      'Broadcast',
    ],
    properties: { first_started: { type: 'integer' } },
  },
  {
    source: 'docs/api-behaviour.md#40: the type inbox, and the transactional message',
    schemas: ['Message'],
    properties: { type: { type: 'string' }, transactional_message_id: { type: ['integer', 'null'] } },
  },
  {
    source:
      'docs/api-behaviour.md#37: metrics of single links, of a second delivery, and more than are declared',
    schemas: ['MessageMetrics'],
    properties: {},
    patternProperties: {
      '^(human_)?link:[0-9]+$|^secondary:[a-z_]+$|^attempted$|^machine_clicked$|^topic_unsubscribed$': {
        type: 'integer',
      },
    },
  },
];

/** The schemas of records: their fields are all known once the definition's undocumented ones are added. */
const RECORD_SCHEMAS = [
  'Campaign',
  'CampaignAction',
  'Broadcast',
  'BroadcastAction',
  'Newsletter',
  'TransactionalMessage',
  'Segment',
  'Activity',
  'Message',
  'MessageMetrics',
  'Collection',
  'Snippet',
  'SenderIdentity',
  'SubscriptionTopic',
];

/**
 * A public validator with the whole definition in it. `oneOf` is read as `anyOf`: the definition itself says that a
 * strict oneOf is ambiguous (descriptions of Campaign and CampaignAction).
 */
export function createValidator(allFieldsKnown: boolean): Ajv2020 {
  const document = asObject(structuredClone(withAnyOf(api)));
  const schemas = asObject(asObject(document['components'])['schemas']);
  schemas['ObjectOrItsText'] = { anyOf: [{ type: 'object' }, { type: 'string', format: 'json' }] };
  for (const { schemas: names, properties, patternProperties } of DEVIATIONS) {
    for (const name of names) {
      for (const shape of shapesOf(asObject(schemas[name]))) {
        Object.assign(asObject(shape['properties']), properties);
        if (patternProperties) shape['patternProperties'] = patternProperties;
      }
    }
  }
  for (const name of RECORD_SCHEMAS) {
    const schema = asObject(schemas[name]);
    schema['properties'] = { ...asObject(schema['properties'] ?? {}), ...undocumented(schema) };
    if (allFieldsKnown) schema['unevaluatedProperties'] = false;
  }
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // vendor's names: seconds, not milliseconds; a text that is JSON
  ajv.addFormat('unix timestamp', { type: 'number', validate: (time) => time > 1e9 && time < 1e10 });
  ajv.addFormat('json', (text) => isJson(text));
  return ajv.addSchema(document, 'api');
}

/** A schema that lists alternatives declares its properties in each of them. */
function shapesOf(schema: Json): Json[] {
  const alternatives = schema['anyOf'];
  return Array.isArray(alternatives) ? alternatives.map(asObject) : [schema];
}

function undocumented(schema: Json): Json {
  const declared = asObject(schema['x-undocumented-properties'] ?? {});
  return Object.fromEntries(
    Object.entries(declared).map(([name, property]) => [name, { type: asObject(property)['type'] }]),
  );
}

/** The validator of one operation's body for one status. */
export function validatorOf(ajv: Ajv2020, template: string, status: string): ValidateFunction {
  const reference = asObject(responsesOf(template)[status])['$ref'];
  const response =
    typeof reference === 'string' ? reference : `#/paths/${pointerPart(template)}/get/responses/${status}`;
  return ajv.compile({ $ref: `api${response}/content/application~1json/schema` });
}

/** Names used here that the definition does not have: there must be none. */
export function unknownSchemaNames(): string[] {
  const schemas = asObject(asObject(api['components'])['schemas']);
  const deviating = DEVIATIONS.flatMap(({ schemas: names }) => names);
  return [...deviating, ...RECORD_SCHEMAS].filter((name) => !(name in schemas));
}

/** Response of one status in the definition, references followed. */
export function responseOf(template: string, status: string): Json | undefined {
  const response = asObject(responsesOf(template)[status] ?? {});
  const reference = response['$ref'];
  if (typeof reference !== 'string') return response;
  const responses = asObject(asObject(api['components'])['responses']);
  return asObject(responses[reference.slice(reference.lastIndexOf('/') + 1)]);
}

function responsesOf(template: string): Json {
  return asObject(asObject(asObject(asObject(api['paths'])[template])['get'])['responses']);
}

function withAnyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAnyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name === 'oneOf' ? 'anyOf' : name, withAnyOf(inner)]),
  );
}

function pointerPart(template: string): string {
  return encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as Json;
}
