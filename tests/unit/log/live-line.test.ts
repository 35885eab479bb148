import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { createLiveLine } from '../../../src/log/live-line.ts';

/** A live line on a real terminal, without a window, and what that shows. */
function open(columns: number, rows = 8) {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  const flush = () => new Promise<void>((resolve) => screen.write(String(terminal.read() ?? ''), resolve));
  return {
    live: createLiveLine(terminal),
    terminal,
    log: (line: string) => void terminal.write(`${line}\n`),
    async resize(width: number, height: number) {
      await flush();
      screen.resize(width, height);
      Object.assign(terminal, { columns: width, rows: height });
    },
    /** All rows, those that have scrolled away included. */
    async everything() {
      await flush();
      const { active } = screen.buffer;
      return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true));
    },
    /** The rows that are seen. */
    async seen() {
      await flush();
      const { active } = screen.buffer;
      return Array.from({ length: screen.rows }, (_, row) =>
        active.getLine(active.viewportY + row)?.translateToString(true),
      );
    },
  };
}

describe('the live line', () => {
  it('stays in the last row, whoever writes above it', async () => {
    const { live, log, seen } = open(60, 6);
    log('INFO reading');
    live.show('0:01  messages 10');
    for (let line = 1; line <= 9; line += 1) log(`INFO target: ${line}`);
    live.show('0:02  messages 20');
    log('INFO target: 10');
    expect(await seen()).toEqual([
      'INFO target: 7',
      'INFO target: 8',
      'INFO target: 9',
      'INFO target: 10',
      '',
      '0:02  messages 20',
    ]);
  });

  it('leaves nothing behind once it is cleared, and what follows goes on below the log', async () => {
    const { live, log, seen } = open(60, 4);
    for (const line of ['one', 'two', 'three']) log(line);
    live.show('0:01');
    log('four');
    live.clear();
    log('five');
    expect(await seen()).toEqual(['three', 'four', 'five', '']);
    log('six');
    log('seven');
    expect(await seen()).toEqual(['five', 'six', 'seven', '']);
  });

  it('takes no line of the log away where the cursor stands in the last row', async () => {
    const { live, log, seen } = open(60, 4);
    for (const line of ['one', 'two', 'three', 'four']) log(line);
    live.show('0:01');
    expect(await seen()).toEqual(['three', 'four', '', '0:01']);
  });

  it.each([
    [11, 'one'],
    [12, 'one  two six'],
    [24, 'one  two six  three'],
  ])('of %i columns shows the parts that fit, and cuts none', async (columns, shown) => {
    const { live, seen } = open(columns);
    live.show('one  two six  three  eleven');
    expect((await seen()).at(-1)).toBe(shown);
  });

  it('moves along when the terminal gets another size', async () => {
    const { live, log, resize, seen } = open(60, 5);
    live.show('0:01  messages 10');
    await resize(10, 7);
    live.show('0:02  messages 20');
    log('line');
    const rows = await seen();
    expect(rows.filter((row) => row?.startsWith('0:0'))).toEqual(['0:02']);
    expect(rows.at(-1)).toBe('0:02');
  });

  it.each([
    { rows: 4, columns: 60 },
    { rows: 6, columns: 60 },
    { rows: 12, columns: 60 },
    { rows: 8, columns: 12 },
    { rows: 5, columns: 90 },
    { rows: 11, columns: 20 },
  ])('loses no line of the log when the terminal gets $rows rows of $columns columns', async (to) => {
    for (const before of [1, 3, 7, 8, 20]) {
      const { live, log, resize, everything } = open(60, 8);
      const told = Array.from({ length: before }, (_, line) => `INFO ${line}.`);
      told.forEach(log);
      live.show('0:01  messages 10');
      log('shown.');
      await resize(to.columns, to.rows);
      live.show('0:02  messages 20');
      log('resized.');
      live.clear();
      log('end.');
      expect((await everything()).filter((row) => row !== '')).toEqual([
        ...told,
        'shown.',
        'resized.',
        'end.',
      ]);
    }
  });

  it('is not drawn again if it says the same, nor on a terminal whose height is not known', () => {
    const { live, terminal } = open(60);
    live.show('one');
    terminal.read();
    live.show('one');
    expect(terminal.read()).toBeNull();
    terminal.rows = 0;
    live.show('two');
    expect(terminal.read()).toBeNull();
  });

  it('writes nothing when it is cleared and was never shown', () => {
    const { live, terminal } = open(60);
    live.clear();
    expect(terminal.read()).toBeNull();
  });
});
