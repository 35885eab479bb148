import { type Figure, isReached } from './figures.ts';

/** The figures as a Markdown table, which is also what a terminal shows. */
export function printTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${format(figure.value, figure)} ${figure.unit}`,
    goalOf(figure),
    figure.atLeast === undefined && figure.atMost === undefined ? '' : isReached(figure) ? 'yes' : '**no**',
  ]);
  const table = [['what', 'measured', 'goal', 'reached'], ['---', '---', '---', '---'], ...rows];
  return table.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function goalOf(figure: Figure): string {
  if (figure.atLeast !== undefined) return `≥ ${format(figure.atLeast, figure)}`;
  return figure.atMost === undefined ? '' : `≤ ${format(figure.atMost, figure)}`;
}

function format(value: number, { digits = 2 }: Figure): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
