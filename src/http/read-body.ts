import { gunzipSync } from 'node:zlib';
import { parseJson } from '../json/parse-json.ts';
import { codeOf, type Failure } from '../request-error.ts';
import { decodeUtf8 } from './decode-utf8.ts';

/** Largest body that is read, compressed or not: far above any page (30,000 members take 3 MB). */
export const LARGEST_BODY_BYTES = 256 * 2 ** 20;

/** The body of an answer as it was before the API has encoded it; or why it cannot be read. */
export function decompress(
  encoding: string | null,
  bytes: ArrayBuffer,
): { body: Buffer } | { failure: Failure } {
  if (!/^(x-)?gzip$/i.test(encoding ?? '')) return { body: Buffer.from(bytes) };
  try {
    return { body: gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES }) };
  } catch (error) {
    return { failure: { kind: 'broken body', ...codeOf(error) } };
  }
}

/** The value of a body in JSON; or why it cannot be read. */
export function parseBody(status: number, body: Buffer): { value: unknown } | { failure: Failure } {
  try {
    return { value: parseJson(decodeUtf8(body).replace(/^\uFEFF/, '')) };
  } catch {
    return { failure: { kind: 'not JSON', status } };
  }
}
