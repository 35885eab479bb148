import { defineConfig } from 'vitest/config';

/** Tests that run the source itself, and not the built program: they alone can see a mutant. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'tests/unit').split(',').map((path) => `${path}/**/*.test.ts`),
    testTimeout: 60_000,
  },
});
