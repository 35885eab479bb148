import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLiveLine } from '../../../src/log/live-line.ts';

const ERASE = '\u001B[1G\u001B[0K';

function open(columns: number) {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns });
  return { live: createLiveLine(terminal), written: () => String(terminal.read() ?? '') };
}

describe('the live line', () => {
  it('replaces what it showed before, and ends without a line break', () => {
    const { live, written } = open(80);
    live.show('one');
    live.show('two');
    expect(written()).toBe(`one${ERASE}two`);
  });

  it('stays below what the log writes', () => {
    const { live, written } = open(80);
    live.show('one');
    live.write('INFO line\n');
    expect(written()).toBe(`one${ERASE}INFO line\none`);
  });

  it('erases nothing while it shows nothing, so that other lines stay', () => {
    const { live, written } = open(80);
    live.write('INFO line\n');
    live.clear();
    expect(written()).toBe('INFO line\n');
  });

  it('is gone once it is cleared', () => {
    const { live, written } = open(80);
    live.show('one');
    live.clear();
    live.write('INFO line\n');
    expect(written()).toBe(`one${ERASE}INFO line\n`);
  });

  it('never fills the last column, after which a terminal breaks the line', () => {
    const { live, written } = open(5);
    live.show('123456789');
    expect(written()).toBe('1234');
  });

  it('is cut anew for a terminal that has become narrower', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const live = createLiveLine(terminal);
    live.show('123456789');
    terminal.columns = 5;
    live.write('INFO line\n');
    expect(String(terminal.read())).toBe(`123456789${ERASE}INFO line\n1234`);
  });

  it('is not drawn again if it says the same', () => {
    const { live, written } = open(80);
    live.show('one');
    live.show('one');
    expect(written()).toBe('one');
  });
});
