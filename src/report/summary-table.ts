import { count } from '../log/count.ts';
import { formatElapsed } from './elapsed.ts';
import type { StreamSummary, Summary } from './summary.ts';
import { describeReasons } from './verdict.ts';

/** One column of the table. */
interface Column {
  readonly title: string;
  readonly cell: (stream: StreamSummary) => string;
  readonly total?: (summary: Summary) => string;
  readonly isNumber?: boolean;
  /** Left out where no stream has a value. */
  readonly isOptional?: boolean;
}

const number = (value: number) => value.toLocaleString('en-US');
const isBegun = ({ outcome }: StreamSummary) => outcome !== 'not_begun';
const unlessZero = (value: number) => (value === 0 ? '' : number(value));

const counted = (title: 'records' | 'requests' | 'retries', show = number): Column => ({
  title,
  cell: (stream) => show(stream[title]),
  total: (summary) => show(summary[title]),
  isNumber: true,
});

/** The most important come first: those that do not fit into a terminal are left out from the last. */
const COLUMNS: readonly Column[] = [
  {
    title: 'stream',
    cell: ({ stream }) => stream,
    total: ({ streams, duration_seconds: seconds }) => {
      const begun = streams.filter(isBegun).length;
      const some = begun < streams.length ? `${begun} of ` : '';
      return `total (${some}${count(streams.length, 'stream')}, ${formatElapsed(seconds * 1000)})`;
    },
  },
  counted('records'),
  counted('requests'),
  {
    title: 'result',
    cell: ({ outcome }) => (outcome === 'whole' ? '' : outcome.replaceAll('_', ' ')),
    isOptional: true,
  },
  { ...counted('retries', unlessZero), isOptional: true },
  {
    title: 'waited',
    cell: ({ waited_seconds: seconds }) => (seconds < 0.1 ? '' : `${seconds.toFixed(1)} s`),
    isNumber: true,
    isOptional: true,
  },
  { title: 'oldest', cell: ({ oldest }) => toMinute(oldest).slice(0, 10), isOptional: true },
  { title: 'read up to (UTC)', cell: ({ bookmark_to: to }) => toMinute(to), isOptional: true },
];

/** Stream, records and requests are shown in any terminal. */
const LEAST_COLUMNS = 3;

const GAP = '  ';

/**
 * Lays a summary out as lines of text: a table of the streams that were asked for, totals, and a line for each stream that
 * is partial; before it, fields that are new. `width`: how many characters a line may have; columns that do not fit are left out.
 */
export function summaryLines(summary: Summary, width = Number.POSITIVE_INFINITY): string[] {
  const streams = summary.streams.filter(isBegun);
  if (streams.length === 0) return [];
  const cells = COLUMNS.filter(
    ({ isOptional, cell }) => !isOptional || streams.some((stream) => cell(stream) !== ''),
  ).map((column) => pad(column, [column.title, ...streams.map(column.cell), column.total?.(summary) ?? '']));
  const widthOf = (columns: readonly string[][]) =>
    columns.reduce((sum, [first = '']) => sum + GAP.length + first.length, -GAP.length);
  const shown = cells.filter(
    (_, index) => index < LEAST_COLUMNS || widthOf(cells.slice(0, index + 1)) <= width,
  );
  const table = Array.from({ length: streams.length + 2 }, (_, row) =>
    shown
      .map((column) => column[row] ?? '')
      .join(GAP)
      .trimEnd(),
  );
  const partial = streams
    .filter(({ outcome }) => outcome === 'partial')
    .map(({ stream, reasons }) => `${stream} is partial: ${describeReasons(reasons)}`);
  const fields = streams.flatMap(({ stream, new_fields: names }) => names.map((name) => `${stream}.${name}`));
  const unknown = fields.length > 0 ? [`new fields, kept in additional_fields: ${fields.join(', ')}`] : [];
  return [...unknown, ...table, ...partial];
}

function pad({ isNumber }: Column, cells: readonly string[]): string[] {
  const width = Math.max(...cells.map(({ length }) => length));
  return cells.map((cell) => (isNumber ? cell.padStart(width) : cell.padEnd(width)));
}

/** `2026-01-31 12:00` of an RFC 3339 time; another value stays as it is. */
function toMinute(value: string | null): string {
  return (value ?? '').replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2');
}
