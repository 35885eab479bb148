import type { JsonObject } from '../json/json-object.ts';
import type { Schema } from '../json/schema.ts';
import { stringifyJson } from '../json/stringify-json.ts';

/** SCHEMA: what the following records of a stream look like. `bookmarkProperties` only for incremental streams. */
export function schemaMessage(
  stream: string,
  schema: Schema,
  keyProperties: readonly string[],
  bookmarkProperty?: string,
): string {
  return JSON.stringify({
    type: 'SCHEMA',
    stream,
    schema,
    key_properties: keyProperties,
    ...(bookmarkProperty === undefined ? {} : { bookmark_properties: [bookmarkProperty] }),
  });
}

/**
 * RECORD: one row, given as JSON text, with the moment at which the API gave it. `version` only where
 * ACTIVATE_VERSION will follow. What the rows of a page have in common is made once.
 */
export function recordMessages(
  stream: string,
  timeExtracted: string,
  version?: number,
): (record: string) => string {
  const before = `{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`;
  const after = JSON.stringify({ time_extracted: timeExtracted, version }).replace('{', ',');
  return (record) => before + record + after;
}

/** ACTIVATE_VERSION: rows of the stream with an older version, or none, are gone from the source. */
export function activateVersionMessage(stream: string, version: number): string {
  return JSON.stringify({ type: 'ACTIVATE_VERSION', stream, version });
}

/** Encoding of the files that BATCH messages name. */
export interface BatchEncoding {
  readonly format: 'jsonl';
  readonly compression: 'gzip' | 'none';
}

/** BATCH: records of the stream lie in these files, one as JSON on each line. Of the Singer SDK, not of the specification. */
export function batchMessage(stream: string, encoding: BatchEncoding, manifest: readonly string[]): string {
  return JSON.stringify({ type: 'BATCH', stream, encoding, manifest });
}

/** STATE: what a later run must be given to go on after the records written so far. */
export function stateMessage(value: JsonObject): string {
  return stringifyJson({ type: 'STATE', value });
}

/** `time_extracted` as singer-python writes it, with six digits: `2026-01-31T12:00:00.000000Z`. */
export function toTimeExtracted(unixMs: number): string {
  return new Date(unixMs).toISOString().replace('Z', '000Z');
}
