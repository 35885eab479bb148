/**
 * Draws rows of a mart as `docs/images/weeks.svg`: `npm run draw-weeks < rows.json`, where the rows are the answer, as JSON, to
 * `SELECT date_week, sum(delivered) AS delivered, sum(human_opened) AS human_opened, sum(human_clicked) AS human_clicked
 * FROM customerio__weekly_messages WHERE sender_type = 'campaign' GROUP BY date_week ORDER BY date_week`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** A week of all campaigns. */
interface Week {
  date_week: string;
  delivered: number;
  human_opened: number;
  human_clicked: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [800, 320, 44, 42, 56];
const SERIES = [
  { name: 'delivered', color: '#9ecae1' },
  { name: 'human_opened', color: '#4292c6' },
  { name: 'human_clicked', color: '#08306b' },
] as const;

const weeks: Week[] = JSON.parse(readFileSync(0, 'utf8'));
mkdirSync('docs/images', { recursive: true });
writeFileSync('docs/images/weeks.svg', draw(weeks));

function draw(rows: readonly Week[]): string {
  const most = Math.max(1, ...rows.map(({ delivered }) => delivered));
  const step = Math.max(1, Math.ceil(most / 5));
  const slot = (WIDTH - LEFT - 16) / Math.max(1, rows.length);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * value) / (step * 5);
  const bars = rows.flatMap((row, index) => {
    const x = LEFT + index * slot;
    const label = index % 3 === 0 ? [text(x, HEIGHT - 20, row.date_week)] : [];
    const drawn = SERIES.map(({ name, color }, place) => {
      const [from, to] = [y(row[name]), y(0)];
      const width = slot * 0.26;
      return `<rect x="${round(x + place * width)}" y="${round(from)}" width="${round(width)}" height="${round(to - from)}" fill="${color}"/>`;
    });
    return [...drawn, ...label];
  });
  const lines = [0, 1, 2, 3, 4, 5].map((line) => {
    const at = round(y(line * step));
    return `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${at}" y2="${at}" stroke="#d0d7de"/>${text(8, at + 4, String(line * step))}`;
  });
  const legend = SERIES.map(({ name, color }, place) => {
    const x = LEFT + place * 150;
    return `<rect x="${x}" y="32" width="12" height="12" fill="${color}"/>${text(x + 18, 42, name)}`;
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Messages of campaigns by week of sending">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    '<g font-family="system-ui, sans-serif" font-size="12" fill="#24292f">',
    text(LEFT, 20, 'customerio__weekly_messages: messages of campaigns, by week of sending'),
    ...legend,
    ...lines,
    ...bars,
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

function text(x: number, y: number, content: string): string {
  return `<text x="${round(x)}" y="${round(y)}">${content}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
