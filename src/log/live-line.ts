/** A terminal, as far as it is written to; `process.stderr` is one if its `isTTY` is true. */
export interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width and height in characters; 0 where they are not known. */
  readonly columns?: number;
  readonly rows?: number;
}

/** The bottom line of a terminal, drawn anew as a run goes on. */
export interface LiveLine {
  /** Shows a text instead of the one before: as many of its parts, between two blanks, as fit into the terminal. */
  show(text: string): void;
  /** Takes it away. */
  clear(): void;
}

// Control sequences (ECMA-48, and DEC's for the scrolling region), which all terminals of today know.
const SAVE_CURSOR = '\u001B7';
const RESTORE_CURSOR = '\u001B8';
const CURSOR_UP = '\u001B[1A';
const ERASE_LINE = '\u001B[2K';
const SCROLL_ALL = '\u001B[r';
const scrollUpTo = (row: number) => `\u001B[1;${row}r`;
const moveTo = (row: number) => `\u001B[${row};1H`;

/** A lower terminal has no line to spare. */
const LEAST_ROWS = 4;

/**
 * Starts a live line. The lines above it scroll by themselves, so that it stays in its place whoever writes to the same
 * terminal: the tap's own log, or a target. Each change is one write, and the cursor stays where it was.
 */
export function createLiveLine(terminal: Terminal): LiveLine {
  let shown = '';
  /** The row that it is in; 0 while there is none. */
  let row = 0;

  const takeRow = (rows: number): string => {
    // A line break makes room where the cursor is in the last row; a stored cursor outlasts the new region.
    const room = row === 0 ? `\n${CURSOR_UP}` : '';
    const before = row > 0 && row < rows ? `${moveTo(row)}${ERASE_LINE}` : '';
    row = rows;
    return `${room}${SAVE_CURSOR}${before}${scrollUpTo(rows - 1)}${RESTORE_CURSOR}`;
  };

  return {
    show(text) {
      const { columns = 0, rows = 0 } = terminal;
      if (rows < LEAST_ROWS) return;
      const next = partsThatFit(text, columns);
      if (next === shown && row === rows) return;
      const room = row === rows ? '' : takeRow(rows);
      terminal.write(`${room}${SAVE_CURSOR}${moveTo(rows)}${ERASE_LINE}${next}${RESTORE_CURSOR}`);
      shown = next;
    },
    clear() {
      if (row > 0) terminal.write(`${SAVE_CURSOR}${moveTo(row)}${ERASE_LINE}${SCROLL_ALL}${RESTORE_CURSOR}`);
      [shown, row] = ['', 0];
    },
  };
}

function partsThatFit(text: string, columns: number): string {
  if (text.length <= columns) return text;
  const end = text.lastIndexOf('  ', columns);
  return text.slice(0, end > 0 ? end : columns);
}
