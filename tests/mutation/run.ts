import { Stryker } from '@stryker-mutator/core';

const HELP = `Breaks the source, line by line, and says which of these mutants no test notices.
  npm run test:mutation -- src/pages               mutants of a folder or a file, before the unit tests
  npm run test:mutation -- src/pages tests/behaviour/sync
                                                   before these tests, too: hours, since each runs whole syncs
`;

const [mutated, ...tests] = process.argv.slice(2);
if (mutated === undefined || mutated.startsWith('-')) process.stdout.write(HELP);
else await mutate(mutated);

async function mutate(path: string): Promise<void> {
  // The processes that run the tests read it in vitest.config.ts.
  process.env['MUTATION_TESTS'] = ['tests/unit', ...tests].join(',');
  await new Stryker({
    configFile: 'tests/mutation/stryker.config.json',
    mutate: [path.endsWith('.ts') ? path : `${path}/**/*.ts`],
  }).runMutationTest();
}
