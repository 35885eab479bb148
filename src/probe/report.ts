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
}

const BELIEFS = 'docs/api-behaviour.md';

/** The report of a run of probes. It holds nothing of the account, as docs/probe.md says. */
export function writeReport(format: ReportFormat, outcome: Outcome, about: About): string {
  const lines = outcome.results.map(toLine);
  const requests = outcome.answers.reduce((sum, { attempts }) => sum + attempts, 0);
  const headers = [...new Set(outcome.answers.flatMap(({ headerNames }) => headerNames))].sort();
  if (format === 'json') {
    const found = lines.map(({ isSafe: is_safe, atRisk: at_risk, tapDoes: tap_does, ...line }) => ({
      ...line,
      tap_does,
      is_safe,
      at_risk,
    }));
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
    ...advice(other),
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

function advice(other: readonly Line[]): string[] {
  const risky = other.filter(({ isSafe }) => !isSafe);
  const report =
    'Please attach this report to an issue of kind "A probe of the API": it helps the next user.';
  if (risky.length === 0) return [`Nothing: every record is read, whatever the answers below. ${report}`];
  const names = [...new Set(risky.flatMap(({ atRisk }) => atRisk))];
  const streams = names.length === 0 ? 'The streams named below' : `The streams ${names.join(', ')}`;
  return [
    `${streams} may miss records, or fail: see the lines marked "at risk". Deselect them if that matters, until a release says otherwise.`,
    report,
  ];
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
  const nothing = { variant: null, tapDoes: null, isSafe: true, atRisk: [] };
  switch (finding.kind) {
    case 'as believed':
      return { ...common, ...nothing, answer: withSeen(probe.belief, finding.seen) };
    case 'cannot tell':
      return { ...common, ...nothing, answer: finding.why };
    case 'otherwise': {
      const { says, tapDoes, atRisk } = consequenceOf(probe, finding.variant);
      return {
        ...common,
        variant: finding.variant,
        answer: withSeen(says, finding.seen),
        tapDoes,
        isSafe: atRisk === undefined,
        atRisk: atRisk ?? [],
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
