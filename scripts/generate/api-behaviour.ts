/**
 * Compares `docs/api-behaviour.md` with the repository: every fact has its evidence, every number that is cited exists,
 * and what the page says of the emulator and of tests is there.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** One fact of the page. */
export interface Fact {
  readonly number: number;
  readonly text: string;
  readonly evidence: string;
  readonly emulator: string;
  readonly tests: string;
}

/** A file with its path below the project's folder. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const PAGE = 'docs/api-behaviour.md';
const OPTIONS = ['tests/support/emulator/options.ts', 'tests/support/emulator/variants.ts'];
const NONE = '—';
const CITATION = /api-behaviour\.md(#\d+(?:(?:, | and | to )#\d+)*)/g;
const EVIDENCE =
  /^(seen live by \d+ teams?(, with a control)?|read by \d+ teams?|recorded|vendor staff|documented|concluded|a guess)$/;

/** The facts of the page, in its order. */
export function factsOf(page: string): Fact[] {
  const rows = page.matchAll(/^\| <a id="(\d+)"><\/a>(\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$/gm);
  return [...rows].map(
    ([, anchor = '', number = '', text = '', evidence = '', emulator = '', tests = '']) => ({
      number: anchor === number ? Number(number) : Number.NaN,
      text,
      evidence,
      emulator,
      tests,
    }),
  );
}

/** The faults of the page, each as one sentence; none if it agrees with the files of the project. */
export function faultsOfFacts(page: string, files: readonly TextFile[]): string[] {
  const facts = factsOf(page);
  const numbers = new Map(facts.map((fact) => [fact.number, fact]));
  const options = emulatorOptions(files);
  const names = new Set(files.map(({ path }) => path.split('/').at(-1) ?? path));
  return [
    ...rowFaults(page, facts),
    ...facts.flatMap((fact) => factFaults(fact, new Set(options.keys()), names)),
    ...files.flatMap((file) => citationFaults(file, numbers)),
    ...[...options].flatMap(([option, cited]) => optionFaults(option, cited, numbers)),
  ];
}

/** The numbers that a text cites. */
export function citedNumbers(text: string): number[] {
  return [...text.matchAll(CITATION)].flatMap(([, list = '']) => (list.match(/\d+/g) ?? []).map(Number));
}

/** The files of the project that may cite the page. */
export function citingFiles(root: URL): TextFile[] {
  return ['src', 'tests', 'scripts', 'docs'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|md)$/.test(path) && !path.includes('node_modules'))
      .map((path) => ({
        path: `${folder}/${path}`,
        text: readFileSync(new URL(`${folder}/${path}`, root), 'utf8'),
      })),
  );
}

function rowFaults(page: string, facts: readonly Fact[]): string[] {
  const anchors = page.match(/<a id=/g)?.length ?? 0;
  const sorted = facts.map(({ number }) => number).sort((one, other) => one - other);
  return [
    ...(anchors === facts.length ? [] : [`${anchors - facts.length} rows do not have five cells`]),
    ...sorted
      .flatMap((number, index) => (number === index + 1 ? [] : [`${number}: not the next number`]))
      .slice(0, 1),
  ];
}

function factFaults(
  { number, evidence, emulator, tests }: Fact,
  options: ReadonlySet<string>,
  names: ReadonlySet<string>,
): string[] {
  const faults = EVIDENCE.test(evidence)
    ? []
    : [`${number}: "${evidence}" is no evidence that the page declares`];
  const isWord = ['always', 'faults', 'simulation', NONE].includes(emulator);
  const named = isWord ? [] : emulator.split(', ').map((name) => name.replaceAll('`', ''));
  for (const name of named)
    if (!options.has(name)) faults.push(`${number}: the emulator has no option ${name}`);
  for (const test of tests === NONE ? [] : tests.split(', '))
    if (!names.has(test)) faults.push(`${number}: there is no ${test}`);
  return faults;
}

function citationFaults({ path, text }: TextFile, facts: ReadonlyMap<number, Fact>): string[] {
  const isEmulator = path.startsWith('tests/support/emulator/') && !path.endsWith('.test.ts');
  return citedNumbers(text).flatMap((number) => {
    const fact = facts.get(number);
    if (fact === undefined) return [`${path} cites ${number}, which ${PAGE} does not have`];
    return isEmulator && fact.emulator === NONE
      ? [`${path} shows ${number}, of which ${PAGE} says that the emulator does not`]
      : [];
  });
}

function optionFaults(option: string, cited: readonly number[], facts: ReadonlyMap<number, Fact>): string[] {
  return cited
    .filter((number) => !facts.get(number)?.emulator.includes(`\`${option}\``))
    .map((number) => `${number}: shown by the emulator's option ${option}, which its row does not name`);
}

/** The options of the emulator, with the facts that their comments cite. */
function emulatorOptions(files: readonly TextFile[]): Map<string, number[]> {
  const text = files.flatMap((file) => (OPTIONS.includes(file.path) ? file.text : [])).join('\n');
  const bodies = text.matchAll(/export interface (?:EmulatorOptions|Variants)\b.*\{\n([\s\S]*?)\n\}/g);
  const body = [...bodies].map(([, inner]) => inner).join('\n');
  const members = body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:readonly )?(\w+)\??:/g);
  return new Map([...members].map(([, comment = '', name = '']) => [name, citedNumbers(comment)]));
}
