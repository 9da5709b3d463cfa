import LogisticRegression from 'ml-logistic-regression'
import { Matrix } from 'ml-matrix'
import { RandomForestClassifier } from 'ml-random-forest'
import type { Dataset } from '../../src/main/learners/learner.ts'

/** What a JavaScript developer would pick, which takes hours on more rows. */
export const NPM_ROWS = 5000
/** Of the 100 trees and 1,000 steps that ours is held against: the time grows in proportion. */
const TREES = 2
const STEPS = 20

/** Wall seconds that the npm libraries take for 100 trees, and for 1,000 steps of gradient descent, on `NPM_ROWS` rows. */
export function measureNpmLibraries({ columns, labels }: Dataset): Record<string, number> {
  const rows = Array.from({ length: NPM_ROWS }, (_, row) => columns.map((column) => column[row]!))
  const truth = Array.from(labels.subarray(0, NPM_ROWS))
  const seconds = (work: () => void) => {
    const start = performance.now()
    work()
    return (performance.now() - start) / 1000
  }
  const forest = seconds(() =>
    new RandomForestClassifier({
      seed: 42,
      nEstimators: TREES,
      maxFeatures: 0.4,
      replacement: true,
      noOOB: true,
    }).train(rows, truth),
  )
  const logistic = seconds(() =>
    new LogisticRegression({ numSteps: STEPS, learningRate: 5e-3 }).train(new Matrix(rows), Matrix.columnVector(truth)),
  )
  return {
    [`ml-random-forest, 100 trees (${TREES} measured)`]: (forest * 100) / TREES,
    [`ml-logistic-regression, 1000 steps (${STEPS} measured)`]: (logistic * 1000) / STEPS,
  }
}
