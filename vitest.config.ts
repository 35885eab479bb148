import { defineConfig } from 'vitest/config';

import { reporters } from './tests/support/harness/reporters.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // The first need Python and its packages: `npm run test:ecosystem`. The others would be slow under coverage.
    exclude: ['tests/ecosystem/**', 'tests/simulation/**'],
    reporters: reporters('main'),
    // All cores: by default one is left to the process that starts the others, and on two cores files wait for each other.
    maxWorkers: '100%',
    // Files share what they import, since no test changes a module: to load it anew for each took as long as many tests.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Types alone, and what runs as a process of its own in the tests.
      exclude: ['src/generated/**', 'src/bin.ts', 'src/without-debug.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 98, functions: 97, statements: 97, branches: 93 },
    },
  },
});
