import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many times what any takes: a busy machine is no failure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Two workers of the engine share two cores; more test files at once only fight for them.
    maxWorkers: 2,
    // Files share what they import, which costs more than some of them do. No file leaves anything behind for the next.
    isolate: false,
    // Real processes, servers and windows on a machine with other work: what only fails once is reported as a retry.
    retry: process.env.CI === undefined ? 0 : 1,
  },
})
