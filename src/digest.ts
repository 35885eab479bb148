import { createHash, createHmac } from 'node:crypto';

/** Length of a digest, in hex digits. */
const LENGTH = 16;

/** A short digest of a text, which tells nothing of it and is another one under another API key. */
export type Digest = (text: string) => string;

/** Makes the digests of an API key. */
export function createDigest(apiKey: string): Digest {
  return (text) => createHmac('sha256', apiKey).update(text).digest('hex').slice(0, LENGTH);
}

/** Makes a short digest of a text that is no secret: the same under each API key. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}
