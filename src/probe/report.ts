import type { StreamName } from '../streams/definition.ts';
import type { Consequence, Probe } from './probe.ts';
import { MOST_REQUESTS, type Outcome, type Result } from './run-probes.ts';

/** The forms of a report. */
export const REPORT_FORMATS = ['markdown', 'json'] as const;

/** One of {@link REPORT_FORMATS}. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Facts that a report states beside the findings. */
export interface About {
  readonly version: string;
  readonly region: string;
}

/** One line of a report. */
interface Line {
  readonly probe: string;
  readonly fact: number;
  readonly question: string;
  readonly finding: 'as believed' | 'otherwise' | 'cannot tell';
  readonly variant: string | null;
  readonly answer: string;
  /** Consequence for the tap; null where the belief holds or nothing is known. */
  readonly tapDoes: string | null;
  readonly isSafe: boolean;
  readonly atRisk: readonly StreamName[];
  /** What the user can do; null where the line is safe. */
  readonly youCan: string | null;
}

const BELIEFS = 'docs/api-behaviour.md';

/** The report of a run of probes. It holds nothing of the account, as docs/probe.md says. */
export function writeReport(format: ReportFormat, outcome: Outcome, about: About): string {
  const lines = outcome.results.map(toLine);
  const requests = outcome.answers.reduce((sum, { attempts }) => sum + attempts, 0);
  const headers = [...new Set(outcome.answers.flatMap(({ headerNames }) => headerNames))].sort();
  if (format === 'json') {
    const found = lines.map(
      ({ isSafe: is_safe, atRisk: at_risk, tapDoes: tap_does, youCan: you_can, ...line }) => ({
        ...line,
        tap_does,
        is_safe,
        at_risk,
        you_can,
      }),
    );
    return `${JSON.stringify({ ...about, requests, headers, findings: found }, null, 2)}\n`;
  }
  return `${markdown(lines, { ...about, requests, headers }).join('\n')}\n`;
}

function markdown(
  lines: readonly Line[],
  { version, region, requests, headers }: About & { requests: number; headers: readonly string[] },
): string[] {
  const of = (finding: Line['finding']) => lines.filter((line) => line.finding === finding);
  const [believed, other, unknown] = [of('as believed'), of('otherwise'), of('cannot tell')];
  return [
    '# Probe of the App API',
    '',
    `tap-customerio ${version}, region ${region}, ${requests} of at most ${MOST_REQUESTS} requests. ${believed.length} beliefs hold, ${other.length} do not, ${unknown.length} could not be told.`,
    '',
    'The report holds no key, and no id, name, address or value of the account. Numbers name beliefs in ' +
      `[${BELIEFS}](${BELIEFS}).`,
    '',
    '## What to do',
    '',
    ...advice(other, unknown),
    '',
    ...table('Not as believed', other, ['#', 'Question', 'Answer', 'The tap'], (line) => [
      `${line.answer}${line.isSafe ? '' : ' **(at risk)**'}`,
      line.tapDoes ?? '',
    ]),
    ...table('As believed', believed, ['#', 'Question', 'Answer'], ({ answer }) => [answer]),
    ...table('Could not be told', unknown, ['#', 'Question', 'Because'], ({ answer }) => [answer]),
    '## Headers of the answers',
    '',
    headers.length === 0 ? 'none' : headers.join(', '),
  ];
}

function advice(other: readonly Line[], unknown: readonly Line[]): string[] {
  const risky = other.filter(({ isSafe }) => !isSafe);
  const report =
    'Please attach this report to an issue of kind "A probe of the API": it helps the next user.';
  const open =
    unknown.length === 0
      ? ''
      : ' What could not be told stays open until the workspace holds more: run the probe again then.';
  if (risky.length === 0) return [`Nothing: no answer below puts a record at risk.${open} ${report}`];
  return [
    'Records of these streams may be missing or wrong, or the stream may fail, until a release says otherwise:',
    '',
    ...risky.map(describeRisk),
    '',
    `No other answer puts a record at risk.${open} ${report}`,
  ];
}

/** One risk: which streams, why, and what to do. */
function describeRisk({ fact, question, answer, atRisk, tapDoes, youCan }: Line): string {
  const streams = atRisk.length === 0 ? 'those of the lists that are named here' : atRisk.join(', ');
  return `- **${streams}** (${fact}): ${question} ${capital(answer)}. The tap ${tapDoes}. What you can do: ${youCan}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function table(
  title: string,
  lines: readonly Line[],
  head: readonly string[],
  cells: (line: Line) => readonly string[],
): string[] {
  if (lines.length === 0) return [];
  const row = (texts: readonly string[]) =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...lines.map((line) => row([String(line.fact), line.question, ...cells(line)])),
    '',
  ];
}

function toLine({ probe, finding }: Result): Line {
  const common = { probe: probe.name, fact: probe.fact, question: probe.question, finding: finding.kind };
  const nothing = { variant: null, tapDoes: null, isSafe: true, atRisk: [], youCan: null };
  switch (finding.kind) {
    case 'as believed':
      return { ...common, ...nothing, answer: withSeen(probe.belief, finding.seen) };
    case 'cannot tell':
      return { ...common, ...nothing, answer: finding.why };
    case 'otherwise': {
      const { says, tapDoes, ...risk } = consequenceOf(probe, finding.variant);
      return {
        ...common,
        variant: finding.variant,
        answer: withSeen(says, finding.seen),
        tapDoes,
        isSafe: risk.atRisk === undefined,
        atRisk: risk.atRisk ?? [],
        youCan: risk.atRisk === undefined ? null : risk.youCan,
      };
    }
  }
}

function consequenceOf({ name, otherwise }: Probe, variant: string): Consequence {
  const found = otherwise[variant];
  if (found === undefined) throw new Error(`the probe ${name} does not explain ${variant}`);
  return found;
}

function withSeen(text: string, seen: string | undefined): string {
  return seen === undefined ? text : `${text} (${seen})`;
}
