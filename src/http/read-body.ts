import { gunzipSync } from 'node:zlib';
import { parseJson } from '../json/parse-json.ts';
import { codeOf, type Failure } from './errors.ts';

/** Largest body that is read, compressed or not: far above any page (30,000 members take 3 MB). */
export const LARGEST_BODY_BYTES = 256 * 2 ** 20;

/** The parsed body of an answer, in whichever encoding the API has sent it; or why it cannot be read. */
export function readBody(
  status: number,
  encoding: string | null,
  bytes: ArrayBuffer,
): { body: unknown } | { failure: Failure } {
  let text: string;
  try {
    const isGzip = /^(x-)?gzip$/i.test(encoding ?? '');
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES }) : Buffer.from(bytes);
    text = plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    return { failure: { kind: 'broken body', ...codeOf(error) } };
  }
  try {
    return { body: parseJson(text) };
  } catch {
    return { failure: { kind: 'not JSON', status } };
  }
}
