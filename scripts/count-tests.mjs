// Prints "passed failed skipped" of a vitest JSON report. No report, or a file that could not run, counts as failed.
import { existsSync, readFileSync } from 'node:fs'

const file = process.argv[2]
if (!existsSync(file)) {
  console.log('0 1 0')
} else {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const broken = testResults.filter(({ status, assertionResults }) => {
    const failed = assertionResults.some((result) => result.status === 'failed')
    return status === 'failed' && !failed
  })
  console.log(numPassedTests, numFailedTests + broken.length, numPendingTests + numTodoTests)
}
