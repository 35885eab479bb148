import { defineConfig } from 'vitest/config';
import { reporters } from '../support/harness/reporters.ts';

/** Apart from the other tests: measuring coverage would make it several times slower. */
export default defineConfig({
  test: {
    include: ['tests/simulation/**/*.test.ts'],
    // All cores: by default one is left to the process that starts the others, and on two cores files wait for each other.
    maxWorkers: '100%',
    testTimeout: 120_000,
    reporters: reporters('simulation'),
  },
});
