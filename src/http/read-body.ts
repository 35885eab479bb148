import { constants, gunzipSync } from 'node:zlib';
import { parseJson } from '../json/parse-json.ts';
import { codeOf, type Failure } from '../request-error.ts';
import { decodeUtf8 } from './decode-utf8.ts';

/** Largest body that is read, compressed or not: far above any page (30,000 members take 3 MB). */
export const LARGEST_BODY_BYTES = 256 * 2 ** 20;

/** Text with which the API answers a key of the other region, with status 301 or 200 (docs/api-behaviour.md#122). */
const WRONG_REGION = /"detail"\s*:\s*"wrong datacenter"/i;

/** A body that says "wrong datacenter" holds little else. */
const MOST_BYTES_OF_REFUSAL = 1000;

/** The body of an answer as it was before the API has encoded it; or why it cannot be read. */
export function decompress(
  encoding: string | null,
  bytes: ArrayBuffer,
): { body: Buffer } | { failure: Failure } {
  if (/^(identity)?$/i.test(encoding ?? '')) return { body: Buffer.from(bytes) };
  if (!isGzip(encoding)) return { failure: { kind: 'encoding', code: encoding ?? '' } };
  try {
    return { body: gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES }) };
  } catch (error) {
    const { code } = codeOf(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') return { failure: { kind: 'too large' } };
    return { failure: { kind: 'broken body', ...codeOf(error) } };
  }
}

/** The value of a body in JSON; or why it cannot be read. */
export function parseBody(status: number, body: Buffer): { value: unknown } | { failure: Failure } {
  if (body.length < MOST_BYTES_OF_REFUSAL && WRONG_REGION.test(body.toString('latin1')))
    return { failure: { kind: 'wrong region', status } };
  try {
    return { value: parseJson(decodeUtf8(body).replace(/^\uFEFF/, '')) };
  } catch {
    return { failure: { kind: 'not JSON', status } };
  }
}

/** Reads from the beginning of an error's body its form, and whether it names the region. Nothing else of it is kept. */
export function inspectErrorBody(
  encoding: string | null,
  start: Buffer,
): { form: NonNullable<Failure['body']>; isWrongRegion: boolean } {
  const text = readStart(encoding, start).trimStart();
  const isHtml = /^<(!doctype|html|head|body)/i.test(text);
  return {
    form: isHtml ? 'HTML' : /^[[{]/.test(text) ? 'JSON' : 'text',
    isWrongRegion: WRONG_REGION.test(text),
  };
}

function readStart(encoding: string | null, start: Buffer): string {
  if (!isGzip(encoding)) return start.toString('latin1');
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 20 }).toString(
      'latin1',
    );
  } catch {
    return '';
  }
}

function isGzip(encoding: string | null): boolean {
  return /^(x-)?gzip$/i.test(encoding ?? '');
}
