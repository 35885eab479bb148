/**
 * `npm run bench`: what the tap costs, as ratios within one run. Prints a table, and writes it to
 * `.cache/bench.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { batch } from './cases/batch.ts';
import { chain } from './cases/chain.ts';
import { exits } from './cases/exits.ts';
import { firstRecord } from './cases/first-record.ts';
import { growth } from './cases/growth.ts';
import { https } from './cases/https.ts';
import { leastRequests } from './cases/least-requests.ts';
import { memory } from './cases/memory.ts';
import { people } from './cases/people.ts';
import { requests } from './cases/requests.ts';
import { rival } from './cases/rival.ts';
import { start } from './cases/start.ts';
import { stateShare } from './cases/state-share.ts';
import { throughput } from './cases/throughput.ts';
import { type Figure, isReached, type MeasureCase } from './figures.ts';
import { printTable } from './print-table.ts';

const CASES: Readonly<Record<string, MeasureCase>> = {
  requests,
  'least-requests': leastRequests,
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

/** The exit code where only ratios are missed: a machine that is busy with other things may miss them, too. */
const RATIO_MISSED = 3;

const HELP = `Measures what the tap costs.

  npm run bench -- [options]

  --only NAME   one case; may be repeated: ${Object.keys(CASES).join(', ')}
  --short       a minute or two; ends with 1 if a count is wrong, with 3 if a ratio is worse than half of its goal
  --write       puts the table into docs/speed.md
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
  const figures: Figure[] = [];
  for (const [name, measureCase] of Object.entries(CASES)) {
    if (only && !only.includes(name)) continue;
    process.stderr.write(`measuring: ${name}\n`);
    figures.push(...(await measureCase(short)));
  }
  const machine = `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model.trim()}`;
  const table = printTable(figures);
  process.stdout.write(`\n${machine}\n\n${table}`);
  mkdirSync('.cache', { recursive: true });
  writeFileSync('.cache/bench.json', `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  if (write) writePage(`${machine}.\n\n${table}`);
  const failed = short
    ? figures.filter(
        (figure) => (figure.isCount && !isReached(figure)) || (figure.isRatio && !isReached(figure, 2)),
      )
    : [];
  for (const { what, unit, isCount } of failed)
    process.stderr.write(`${isCount ? 'missed' : 'worse than half of its goal'}: ${what}, ${unit}\n`);
  if (failed.length > 0) process.exitCode = failed.some(({ isCount }) => isCount) ? 1 : RATIO_MISSED;
}

function writePage(text: string): void {
  const between = /(<!-- speed: .* -->\n)[\s\S]*(<!-- \/speed -->)/;
  const before = readFileSync('docs/speed.md', 'utf8');
  writeFileSync(
    'docs/speed.md',
    before.replace(between, (_, open: string, close: string) => `${open}\n${text}\n${close}`),
  );
}
