import { asJsonObject, type JsonObject } from '../../../src/json/json-object.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import type { Schema } from '../../../src/json/schema.ts';
import { compileConform } from '../../../src/records/conform.ts';

/** Conforms one record, reads back what is written, and tells the faults as `field: kind`. */
export function conform(selected: Schema, raw: JsonObject, known: Schema = selected) {
  const faults: string[] = [];
  const onFault = (kind: string, field: string) => void faults.push(`${field}: ${kind}`);
  const text = compileConform({ selected, known, keys: [], onFault })(raw);
  const record = asJsonObject(parseJson(text ?? ''));
  return { record, faults };
}
