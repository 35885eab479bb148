import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFolder, toFolder } from '../../../src/config/to-folder.ts';

describe('toFolder', () => {
  it.each([
    ['an absolute path', '/var/lib/x', '/var/lib/x'],
    ['a path from where the tap is started', 'x/y', resolve('x/y')],
    ['an address', 'file:///var/lib/x', '/var/lib/x'],
    ['an address with a blank', 'file:///var/my%20x/', '/var/my x'],
    ['an address in capitals', 'FILE:///x', '/x'],
  ])('takes %s', (_, text, path) => {
    expect(isFolder(text)).toBe(true);
    expect(toFolder(text)).toBe(path);
  });

  it.each([
    's3://bucket/x',
    'gs://bucket',
    'https://example.com/x',
    'file://host/x',
    'file:x',
    'file:///a%zz',
    'file:///a%2Fb',
    ' ',
    '',
    'a\0b',
    // Neither # nor %23 in the address of a file leads Meltano's SDK there.
    '/a#b',
    '/a?b',
    'file:///a%23b',
    'file:///a#b',
    'file:///a?b',
  ])('refuses %j', (text) => {
    expect(isFolder(text)).toBe(false);
    expect(() => toFolder(text)).toThrow('no folder of this machine');
  });
});
