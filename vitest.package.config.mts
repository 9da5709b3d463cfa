import { defineConfig } from 'vitest/config'

/** `npm run test:package`: the app as it is installed, which is packaged first. */
export default defineConfig({
  test: { include: ['test/package/**/*.check.ts'], testTimeout: 300_000, hookTimeout: 120_000 },
})
