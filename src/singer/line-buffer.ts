/** Bytes that are asked of the system at once. */
const SLAB_BYTES = 2 ** 20;

/** Encodes lines as they come, so that a page is written in one piece and its text need not be kept. */
export interface LineBuffer {
  /** Adds a line and its line break. */
  add(line: string): void;
  /** Gives away what has been added: one piece, seldom more. */
  take(): Buffer[];
}

/** Starts empty. A joined text would be encoded more slowly: one character beyond Latin-1 makes all of it two-byte. */
export function createLineBuffer(): LineBuffer {
  let slab = Buffer.alloc(0);
  let from = 0;
  let to = 0;
  let pieces: Buffer[] = [];
  const cut = () => {
    if (to > from) pieces.push(slab.subarray(from, to));
    from = to;
  };
  return {
    add(line) {
      // No character of a text takes more than three bytes.
      const most = line.length * 3 + 1;
      if (to + most > slab.length) {
        cut();
        if (most > SLAB_BYTES) {
          pieces.push(Buffer.from(`${line}\n`));
          return;
        }
        slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
        [from, to] = [0, 0];
      }
      to += slab.write(line, to);
      slab[to] = 10;
      to += 1;
    },
    take() {
      cut();
      const taken = pieces;
      pieces = [];
      return taken;
    },
  };
}
