import { defineConfig } from 'vitest/config';
import { reporters } from '../support/harness/reporters.ts';

/** Apart from the other tests: measuring coverage would make it several times slower. */
export default defineConfig({
  test: {
    include: ['tests/simulation/**/*.test.ts'],
    testTimeout: 120_000,
    reporters: reporters('simulation'),
  },
});
