import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders whose tests drive whole processes: the longest, so they begin first and no worker is left with one at the end. */
const LONGEST = ['e2e', 'cli', 'shells', 'api']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const [folder = ''] = relative(`${import.meta.dirname}/test`, moduleId).split('/')
      return LONGEST.includes(folder) ? LONGEST.indexOf(folder) : LONGEST.length
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two workers of the engine share two cores; more test files at once only fight for them.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Files share what they import, which costs more than some of them do. No file leaves anything behind for the next.
    isolate: false,
    // Real processes, servers and windows on a machine with other work: what only fails once is reported as a retry.
    retry: process.env.CI === undefined ? 0 : 1,
  },
})
