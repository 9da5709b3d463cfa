import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two workers of the engine share two cores; more test files at once only fight for them.
    maxWorkers: 2,
    // Real processes, servers and windows on a machine with other work: what only fails once is reported as a retry.
    retry: process.env.CI === undefined ? 0 : 1,
  },
})
