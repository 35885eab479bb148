import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads it from there
export default defineConfig({
  test: {
    include: ['tests/postgres/**/*.test.ts'],
    testTimeout: 300_000,
    // the first run installs the target
    hookTimeout: 900_000,
    // a stopped worker must close its pipes, by which serve-postgres.ts learns of it: threads do not
    pool: 'forks',
    // two would install the target at the same time
    fileParallelism: false,
  },
});
