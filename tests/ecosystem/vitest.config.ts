import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { reporters } from '../support/harness/reporters.ts';

export default defineConfig({
  test: {
    include: ['tests/ecosystem/**/*.test.ts'],
    globalSetup: ['tests/ecosystem/install-first.ts'],
    reporters: reporters('ecosystem'),
    // Programs of Python are started hundreds of times; where nothing is kept compiled, Meltano takes three times as long.
    env: { PYTHONDONTWRITEBYTECODE: '' },
    testTimeout: 300_000,
    // the first run installs the programs
    hookTimeout: 900_000,
    // a stopped worker must close its pipes, by which serve-postgres.ts learns of it: threads do not
    pool: 'forks',
    // One more than cores: each waits for programs a good part of its time.
    maxWorkers: availableParallelism() + 1,
  },
});
