import { isJsonObject, type JsonObject } from '../json/json-object.ts';
import type { Schema } from '../json/schema.ts';
import { rowsOf } from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, type ProbeAnswer, probe } from '../probe/probe.ts';
import type { StreamName } from '../streams/definition.ts';
import { definitions } from '../streams/definitions.ts';
import { readSchema } from '../streams/schemas.ts';
import { ROOT_LISTS } from './reach.ts';

/** A name as the API gives its fields. A text of the account in the place of a name is hardly one. */
const FIELD_NAME = /^[a-z][a-z0-9_:]{0,39}$/;

/** Probes of fields. */
export const fields: readonly Probe[] = [
  probe<'unknown fields'>({
    name: 'fields',
    fact: 129,
    question: 'Do records have fields that the tap does not know?',
    belief: 'no',
    takesRefusals: true,
    steps: ROOT_LISTS.map(({ request }) => request),
    judge(answers) {
      const names = new Set(
        ROOT_LISTS.flatMap(({ stream, key }, index) => unknownFields(stream, key, answers[index])),
      );
      if (!ROOT_LISTS.some(({ key }, index) => rowsOf(answers[index], key).length > 0))
        return cannotTell('no list that can be read holds a record');
      return names.size === 0 ? asBelieved() : otherwise('unknown fields', [...names].sort().join(', '));
    },
    otherwise: {
      'unknown fields': {
        says: 'yes',
        tapDoes: 'keeps them in `additional_fields`; a later version can give them columns',
      },
    },
  }),
];

function unknownFields(stream: StreamName, key: string, answer: ProbeAnswer | undefined): string[] {
  const { rows, promote = {}, openFields } = definitions[stream];
  const elsewhere = Object.values(promote).flatMap(({ from }) =>
    from.map((path) => path.split('.')[0] ?? path),
  );
  const around = rows.kind === 'list' ? [rows.each, rows.unwrap] : [];
  const known = new Set<string | undefined>([...elsewhere, ...around]);
  const found = rowsOf(answer, key).flatMap((row) => unknownIn(row, readSchema(stream), openFields, known));
  return found.map((name) => `${stream}.${name}`);
}

/** The names of unknown fields of a record, and of its objects that have a schema of their own. */
function unknownIn(
  row: JsonObject,
  schema: Schema,
  openFields?: RegExp,
  known = new Set<string | undefined>(),
): string[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (own === undefined) return known.has(name) || openFields?.test(name) ? [] : reported(name);
    if (own.properties === undefined || !isJsonObject(value)) return [];
    return unknownIn(value, own, openFields).map((inner) => `${name}.${inner}`);
  });
}

/** Numbers in names count something of the account. */
function reported(name: string): string[] {
  return FIELD_NAME.test(name) ? [name.replace(/\d+/g, '*')] : [];
}
