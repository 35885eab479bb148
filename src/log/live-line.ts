import { clearLine, cursorTo } from 'node:readline';

/** A terminal, as far as it is written to; `process.stderr` is one if its `isTTY` is true. */
export interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width in characters; 0 where it is not known. */
  readonly columns?: number;
}

/** The last line of a terminal, drawn anew as a run goes on. */
export interface LiveLine {
  /** Shows a text instead of the one before, cut to the terminal's width. */
  show(text: string): void;
  /** Writes a line of the log above it. */
  write(line: string): void;
  /** Takes it away. */
  clear(): void;
}

/**
 * Starts a live line. It ends without a line break, and only what it has drawn itself is erased: lines that another
 * process writes to the same terminal, as a target does, stay.
 */
export function createLiveLine(terminal: Terminal): LiveLine {
  let shown = '';
  const cut = (text: string) => text.slice(0, Math.max(0, (terminal.columns || 80) - 1));
  const erase = () => {
    if (shown === '') return;
    cursorTo(terminal, 0);
    clearLine(terminal, 1);
  };
  return {
    show(text) {
      const next = cut(text);
      if (next === shown) return;
      erase();
      terminal.write(next);
      shown = next;
    },
    write(line) {
      erase();
      // The terminal may have become narrower meanwhile.
      shown = cut(shown);
      terminal.write(line + shown);
    },
    clear() {
      erase();
      shown = '';
    },
  };
}
