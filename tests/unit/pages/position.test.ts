import { describe, expect, it } from 'vitest';
import { fingerprintKeys, verifyPosition } from '../../../src/pages/position.ts';

const digest = (key: string) => `digest of ${key.trim()}`;
const page = (keys: readonly (string | undefined)[], begin?: number) => ({ keys, begin });

describe('a position', () => {
  it.each([
    ['a key', ['7', '8', '9']],
    ['the digest of a key', ['7', '8', '9'].map(digest)],
  ])('holds as long as %s is on the page', (_, keys) => {
    expect(verifyPosition(page([undefined, '9', '10']), { keys }, false, digest)).toBe('same');
    expect(verifyPosition(page([undefined, '10', '11']), { keys }, false, digest)).toBeUndefined();
  });

  it('with digests is void where none can be made', () => {
    expect(verifyPosition(page(['7']), { keys: [digest('7')] }, false)).toBeUndefined();
  });

  it('of another account is void, since its digests are others', () => {
    const other = (key: string) => `other digest of ${key}`;
    expect(verifyPosition(page(['7']), { keys: [digest('7')] }, false, other)).toBeUndefined();
  });

  it.each([
    ['begins with something newer, in a list that gets older', 9, true, 'moved'],
    ['begins with something newer, in a list without that order', 9, false, undefined],
    ['begins with something older', 7, true, undefined],
    ['begins with something as old', 8, true, undefined],
    ['begins with something without a time', undefined, true, undefined],
  ])('whose page %s: %s', (_, begin, isDescending, expected) => {
    const position = { keys: ['8'].map(digest), at: 8 };
    expect(verifyPosition(page(['x'], begin), position, isDescending, digest)).toBe(expected);
  });

  it('without a time is not known to have moved', () => {
    expect(verifyPosition(page(['x'], 9), { keys: ['8'] }, true, digest)).toBeUndefined();
  });

  it('of an empty page holds while the page is empty', () => {
    expect(verifyPosition(page([]), { keys: [] }, false, digest)).toBe('same');
    expect(verifyPosition(page(['1']), { keys: [] }, false, digest)).toBeUndefined();
  });

  it('is made of the first three keys that records have', () => {
    expect(fingerprintKeys({ keys: [undefined, 'a', 'b', undefined, 'c', 'd'] })).toEqual(['a', 'b', 'c']);
  });
});
