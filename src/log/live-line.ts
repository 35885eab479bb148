/** A terminal, as far as it is written to; `process.stderr` is one if its `isTTY` is true. */
export interface Terminal extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width and height in characters; 0 where they are not known. */
  readonly columns?: number;
  readonly rows?: number;
}

/** The bottom line of a terminal, drawn anew as a run goes on. */
export interface LiveLine {
  /** Width of the terminal in characters; 0 where it is not known. */
  readonly columns: number;
  /** Shows a text instead of the one before: as many of its parts, between two blanks, as fit into the terminal. */
  show(text: string): void;
  /** Takes it away. */
  clear(): void;
}

// Control sequences (ECMA-48, and DEC's for the scrolling region), which all terminals of today know.
const SAVE_CURSOR = '\u001B7';
const RESTORE_CURSOR = '\u001B8';
const CURSOR_UP = '\u001B[1A';
/** Down by one row in the same column; the region scrolls if it must. */
const INDEX = '\u001BD';
const ERASE_BELOW = '\u001B[J';
const ERASE_LINE = '\u001B[2K';
const SCROLL_ALL = '\u001B[r';
/** The line is below the cursor, and nothing else is, wherever a resize has moved it. */
const REMOVE = `${SAVE_CURSOR}${SCROLL_ALL}${RESTORE_CURSOR}${ERASE_BELOW}`;
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
  /** The size of the terminal when it was drawn; no rows while there is none. */
  let [rows, columns] = [0, 0];

  const takeLastRow = (): string => {
    const region = `${SAVE_CURSOR}${scrollUpTo(rows - 1)}${RESTORE_CURSOR}`;
    return `${REMOVE}${INDEX}${CURSOR_UP}${region}`;
  };

  return {
    get columns() {
      return terminal.columns ?? 0;
    },
    show(text) {
      const size = [terminal.rows ?? 0, terminal.columns ?? 0] as const;
      if (size[0] < LEAST_ROWS) return;
      const next = partsThatFit(text, size[1]);
      const isSameSize = size[0] === rows && size[1] === columns;
      if (next === shown && isSameSize) return;
      [rows, columns] = size;
      const room = isSameSize ? '' : takeLastRow();
      terminal.write(`${room}${SAVE_CURSOR}${moveTo(rows)}${ERASE_LINE}${next}${RESTORE_CURSOR}`);
      shown = next;
    },
    clear() {
      if (rows > 0) terminal.write(REMOVE);
      [shown, rows, columns] = ['', 0, 0];
    },
  };
}

function partsThatFit(text: string, columns: number): string {
  if (text.length <= columns) return text;
  const end = text.lastIndexOf('  ', columns);
  return text.slice(0, end > 0 ? end : columns);
}
