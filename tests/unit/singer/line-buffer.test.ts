import { describe, expect, it } from 'vitest';
import { createLineBuffer } from '../../../src/singer/line-buffer.ts';

const MEGABYTE = 2 ** 20;

describe('createLineBuffer', () => {
  it('gives nothing where nothing has been added, and gives nothing twice', () => {
    const buffer = createLineBuffer();
    expect(buffer.take()).toEqual([]);
    buffer.add('a');
    buffer.take();
    expect(buffer.take()).toEqual([]);
  });

  it('gives lines of one, two, three and four bytes a character in one piece', () => {
    const buffer = createLineBuffer();
    for (const line of ['a', 'é', '日', '😀']) buffer.add(line);
    expect(buffer.take().map(String)).toEqual(['a\né\n日\n😀\n']);
  });

  it('leaves what it has given away as it is', () => {
    const buffer = createLineBuffer();
    buffer.add('first');
    const [first] = buffer.take();
    buffer.add('other');
    buffer.take();
    expect(String(first)).toBe('first\n');
  });

  it.each([
    ['many short lines', Array.from({ length: 50_000 }, (_, index) => `line ${index} é`)],
    [
      'lines longer than what is asked of the system at once',
      ['a', '日'.repeat(MEGABYTE), 'b', 'x'.repeat(MEGABYTE), 'c'],
    ],
    [
      'lines that fill it to the last byte',
      [...Array<string>(4).fill('日'.repeat((MEGABYTE - 4) / 12)), 'a', 'b'],
    ],
  ])('loses and changes nothing: %s', (_, lines) => {
    const buffer = createLineBuffer();
    for (const line of lines) buffer.add(line);
    expect(Buffer.concat(buffer.take()).equals(Buffer.from(`${lines.join('\n')}\n`))).toBe(true);
  });
});
