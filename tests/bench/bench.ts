/**
 * `npm run bench`: what the tap costs, as ratios within one run. Prints a table, and keeps the figures of the long form in
 * `.cache/bench.json`, so that cases may be measured one by one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { batch } from './cases/batch.ts';
import { chain } from './cases/chain.ts';
import { dense } from './cases/dense.ts';
import { exits } from './cases/exits.ts';
import { firstRecord } from './cases/first-record.ts';
import { growth } from './cases/growth.ts';
import { https } from './cases/https.ts';
import { leastRequests } from './cases/least-requests.ts';
import { memory } from './cases/memory.ts';
import { people } from './cases/people.ts';
import { requests } from './cases/requests.ts';
import { rival } from './cases/rival.ts';
import { runTimes } from './cases/run-times.ts';
import { start } from './cases/start.ts';
import { stateShare } from './cases/state-share.ts';
import { throughput } from './cases/throughput.ts';
import { type Figure, isReached, type MeasureCase } from './figures.ts';
import { printTable } from './print-table.ts';

const CASES: Readonly<Record<string, MeasureCase>> = {
  'run-times': runTimes,
  requests,
  'least-requests': leastRequests,
  dense,
  throughput,
  https,
  chain,
  rival,
  start,
  'first-record': firstRecord,
  memory,
  people,
  exits,
  growth,
  'state-share': stateShare,
  batch,
};

/**
 * A short run measures a case at most this many times, until each of its ratios was better than half of its goal once: the
 * machine may have been busy.
 */
const MOST_MEASURED = 3;

const FILE = '.cache/bench.json';

const MACHINE = `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model.trim()}`;

const HELP = `Measures what the tap costs.

  npm run bench -- [options]

  --only NAME   one case; may be repeated: ${Object.keys(CASES).join(', ')}
  --short       some minutes; ends with 1 if a count is wrong, or a ratio worse than half of its goal three times
  --write       puts the table into docs/speed.md; cases that are not measured now are as they were the last time
  --help
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = values.only?.find((name) => !(name in CASES));
if (values.help) process.stdout.write(HELP);
else if (unknown !== undefined) {
  process.stderr.write(`there is no case ${unknown}\n${HELP}`);
  process.exitCode = 2;
} else await main(values);

async function main({ only, short, write }: typeof values): Promise<void> {
  const known = new Map<string, Figure[]>(short || !existsSync(FILE) ? [] : readKnown());
  const figures: Figure[] = [];
  const names = Object.keys(CASES).filter((name) => only?.includes(name) ?? true);
  const startedMs = performance.now();
  for (const [index, name] of names.entries()) {
    const begunMs = performance.now();
    const measureCase = CASES[name] ?? (async () => []);
    const measured = short ? await measureShort(measureCase) : await measureCase(false);
    known.set(name, measured);
    figures.push(...measured);
    process.stderr.write(
      `${name}: ${secondsSince(begunMs)} s (${index + 1} of ${names.length}, ${secondsSince(startedMs)} s in all)\n`,
    );
    if (!short) keep(known);
  }
  process.stdout.write(`\n${MACHINE}\n\n${printTable(figures)}`);
  if (write) writePage(`${MACHINE}.\n\n${printTable(inOrder(known).filter(({ isDetail }) => !isDetail))}`);
  const failed = short ? figures.filter(isFailed) : [];
  for (const { what, value, unit, isCount } of failed)
    process.stderr.write(
      `${isCount ? 'missed' : 'worse than half of its goal'}: ${what}, ${value} ${unit}\n`,
    );
  if (failed.length > 0) process.exitCode = 1;
}

/** The figures of the long form that were measured before, by their case. */
function readKnown(): [string, Figure[]][] {
  return Object.entries(JSON.parse(readFileSync(FILE, 'utf8')));
}

function keep(known: ReadonlyMap<string, Figure[]>): void {
  mkdirSync('.cache', { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
}

function inOrder(known: ReadonlyMap<string, Figure[]>): Figure[] {
  return Object.keys(CASES).flatMap((name) => known.get(name) ?? []);
}

function secondsSince(ms: number): number {
  return Math.round((performance.now() - ms) / 1000);
}

/** Whether a figure is beyond what a busy machine explains. */
function isFailed(figure: Figure): boolean {
  return (figure.isCount && !isReached(figure)) || (figure.isRatio === true && !isReached(figure, 2));
}

/** The best of each figure. A count that is wrong stays wrong: it is not measured again. */
async function measureShort(measureCase: MeasureCase): Promise<Figure[]> {
  let figures = await measureCase(true);
  for (let time = 2; time <= MOST_MEASURED; time += 1) {
    const failed = figures.filter(isFailed);
    if (failed.length === 0 || failed.some(({ isCount }) => isCount)) break;
    const again = await measureCase(true);
    figures = again.map((figure, index) => better(figure, figures[index] ?? figure));
  }
  return figures;
}

/** Of two measurements of one figure, a count's later one. */
function better(later: Figure, earlier: Figure): Figure {
  return later.isCount || isFailed(earlier) || !isFailed(later) ? later : earlier;
}

function writePage(text: string): void {
  const between = /(<!-- speed: .* -->\n)[\s\S]*(<!-- \/speed -->)/;
  const before = readFileSync('docs/speed.md', 'utf8');
  writeFileSync(
    'docs/speed.md',
    before.replace(between, (_, open: string, close: string) => `${open}\n${text}\n${close}`),
  );
}
