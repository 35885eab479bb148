import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/http/decode-utf8.ts';

describe('decodeUtf8', () => {
  it.each<[string, readonly number[]]>([
    ['nothing', []],
    ['ASCII with controls', [0x00, 0x0a, 0x41, 0x7f]],
    ['two, three and four bytes a character', [0xc3, 0xa9, 0xe6, 0x97, 0xa5, 0xf0, 0x9f, 0x98, 0x80]],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x41]],
    ['a character that has broken off', [0x41, 0xe6, 0x97]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80, 0x41]],
    ['more bytes than a character needs', [0xc0, 0x80]],
    ['bytes of Latin-1', [0x66, 0xfc, 0x72]],
  ])('gives what Node gives of %s', (_, bytes) => {
    expect(decodeUtf8(Buffer.from(bytes))).toBe(Buffer.from(bytes).toString('utf8'));
  });

  it('gives what Node gives of any text and any bytes', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array().map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, (each) => {
        expect(decodeUtf8(each)).toBe(each.toString('utf8'));
      }),
    );
  });

  it('gives megabytes whole', () => {
    for (const text of ['ab'.repeat(2 ** 20), 'aé日😀'.repeat(2 ** 18)]) {
      expect(decodeUtf8(Buffer.from(text)) === text).toBe(true);
    }
  });
});
