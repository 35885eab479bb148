import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  citedNumbers,
  citingFiles,
  factsOf,
  faultsOfFacts,
} from '../../../scripts/generate/api-behaviour.ts';

const ROOT = new URL('../../../', import.meta.url);
const OPTIONS = 'tests/support/emulator/options.ts';

const row = (number: number, evidence: string, emulator = '—', tests = '—') =>
  `| <a id="${number}"></a>${number} | does so | ${evidence} | ${emulator} | ${tests} |\n`;

const options = (comment: string) => ({
  path: OPTIONS,
  text: `export interface EmulatorOptions {\n  /** ${comment} */\n  gzip?: boolean;\n}`,
});

describe('docs/api-behaviour.md', () => {
  it('agrees with the repository', () => {
    const page = readFileSync(new URL('docs/api-behaviour.md', ROOT), 'utf8');
    expect(factsOf(page).length).toBeGreaterThan(100);
    expect(faultsOfFacts(page, citingFiles(ROOT))).toEqual([]);
  });

  it('has a fault where a fact has no evidence that the page declares', () => {
    expect(faultsOfFacts(row(1, 'surely'), [])).toEqual([
      '1: "surely" is no evidence that the page declares',
    ]);
  });

  it('has a fault where a number is missing or there twice, and where a row lacks a cell', () => {
    expect(faultsOfFacts(row(1, 'a guess') + row(3, 'a guess'), [])).toEqual(['3: not the next number']);
    expect(faultsOfFacts(row(1, 'a guess') + row(1, 'a guess'), [])).toEqual(['1: not the next number']);
    expect(faultsOfFacts('| <a id="1"></a>1 | does so | a guess |\n', [])).toEqual([
      '1 rows do not have five cells',
    ]);
  });

  it('has a fault where a file cites a number that is not there', () => {
    const file = { path: 'src/a.ts', text: '// (docs/api-behaviour.md#1 to #3)' };
    expect(faultsOfFacts(row(1, 'a guess'), [file])).toEqual([
      'src/a.ts cites 3, which docs/api-behaviour.md does not have',
    ]);
  });

  it('has a fault where it names an option or a test that is not there', () => {
    const page = row(1, 'a guess', '`gzip`', 'a.test.ts') + row(2, 'a guess', '`zip`', 'b.test.ts');
    expect(faultsOfFacts(page, [options('Compressed.'), { path: 'tests/unit/a.test.ts', text: '' }])).toEqual(
      ['2: the emulator has no option zip', '2: there is no b.test.ts'],
    );
  });

  it('has a fault where the emulator shows a fact that the page does not say it shows', () => {
    const page = row(1, 'a guess', 'always') + row(2, 'a guess');
    const [one, other] = ['one.ts', 'other.ts'].map((name, index) => ({
      path: `tests/support/emulator/${name}`,
      text: `// docs/api-behaviour.md#${index + 1}`,
    }));
    expect(
      faultsOfFacts(
        page,
        [one, other].filter((file) => file !== undefined),
      ),
    ).toEqual([
      'tests/support/emulator/other.ts shows 2, of which docs/api-behaviour.md says that the emulator does not',
    ]);
    expect(faultsOfFacts(page, [options('As in docs/api-behaviour.md#1.')])).toEqual([
      "1: shown by the emulator's option gzip, which its row does not name",
    ]);
  });
});

it('a citation holds one number or several', () => {
  expect(citedNumbers('docs/api-behaviour.md#8, #9 and (docs/api-behaviour.md#1 to #3), #7')).toEqual([
    8, 9, 1, 3,
  ]);
});
