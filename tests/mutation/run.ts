import { readdirSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

const HELP = `Breaks the source, line by line, and says which of these mutants no test notices.
  npm run test:mutation -- src/pages               mutants of a folder or a file, before the unit tests that are quick
  npm run test:mutation -- src/pages tests/unit/pages tests/behaviour/sync/asked-twice.test.ts
                                                   before these tests alone, in this order, however long they take; they
                                                   must run the source itself
`;

const [mutated, ...tests] = process.argv.slice(2);
if (mutated === undefined || mutated.startsWith('-')) process.stdout.write(HELP);
else await mutate(mutated);

async function mutate(path: string): Promise<void> {
  // The processes that run the tests read them.
  process.env['MUTATION_RUNS_SLOW_TESTS'] = tests.length > 0 ? 'true' : '';
  process.env['MUTATION_TESTS'] = (tests.length > 0 ? tests : ['tests/unit']).flatMap(testFiles).join(',');
  await new Stryker({
    mutate: path.split(',').map((part) => (part.includes('.ts') ? part : `${part}/**/*.ts`)),
    testRunner: 'in-process',
    plugins: ['./tests/mutation/runner.ts'],
    testRunnerNodeArgs: ['--import', 'tsx'],
    // TypeScript 7 has no API to read it with.
    tsconfigFile: 'none',
    coverageAnalysis: 'perTest',
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    concurrency: 2,
    timeoutMS: 2000,
    tempDirName: '.stryker-tmp',
    ignorePatterns: ['/.cache', '/dist-python', '/coverage', '/dbt', '/python'],
  }).runMutationTest();
}

function testFiles(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => `${path}/${name}`);
}
