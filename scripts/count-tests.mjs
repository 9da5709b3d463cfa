// Prints "passed failed skipped" of a vitest JSON report, and on stderr what failed and why, so that the end of a long
// output says it. No report, or a file that could not run, counts as failed.
import { existsSync, readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
if (!existsSync(file)) {
  console.error('FAILED: the tests wrote no report')
  console.log('0 1 0')
} else {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const hasFailed = ({ status }) => status === 'failed'
  const broken = testResults.filter((result) => hasFailed(result) && !result.assertionResults.some(hasFailed))
  for (const { name, message } of broken) console.error(`FAILED: ${name}\n${message}`)
  for (const { name, assertionResults } of testResults)
    for (const { fullName, failureMessages } of assertionResults.filter(hasFailed))
      console.error(`FAILED: ${name}: ${fullName}\n${failureMessages.join('\n')}`)
  console.log(numPassedTests, numFailedTests + broken.length, numPendingTests + numTodoTests)
}
