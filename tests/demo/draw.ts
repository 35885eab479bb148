/** A cell of an answer. */
type Cell = string | number | Uint8Array | null;

/** An answer as a table: numbers to the right, texts to the left, the last column as long as it is. */
export function drawTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows.map((row) => row.map(toText))];
  const isNumber = columns.map((_, index) => rows.every((row) => typeof row[index] === 'number'));
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((text, index) => {
        const width = widths[index] ?? 0;
        return isNumber[index] ? text.padStart(width) : text.padEnd(width);
      })
      .join('   ')
      .trimEnd(),
  );
  const [head = '', ...body] = drawn;
  return [head, '─'.repeat(Math.max(...drawn.map((line) => line.length))), ...body].join('\n');
}

/** A line for each row, of a label, a number, and a part of it: a bar as long as the number, filled as far as the part. */
export function drawBars(rows: readonly (readonly Cell[])[], width: number): string {
  const numbers = rows.map(([, number, part]) => [Number(number), Number(part)] as const);
  const unit = width / Math.max(1, ...numbers.map(([number]) => number));
  return rows
    .map(([label = ''], index) => {
      const [number, part] = numbers[index] ?? [0, 0];
      const filled = Math.round(part * unit);
      const bar = '█'.repeat(filled) + '░'.repeat(Math.max(0, Math.round(number * unit) - filled));
      return `${toText(label)}  ${bar} ${number}, ${part}`;
    })
    .join('\n');
}

/** On one line, whatever the value holds. */
const toText = (value: Cell) => String(value ?? '').replaceAll(/\s+/g, ' ');
