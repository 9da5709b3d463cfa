import type { LearnerName } from '../../shared/pipeline/learnerParams.ts'
import { decisionTree } from './decisionTree.ts'
import { gradientBoosting } from './gradientBoosting.ts'
import { logisticRegression } from './logisticRegression.ts'
import { randomForest } from './randomForest.ts'
import { type Candidate, candidateOf } from './validation/crossValidation.ts'

/** A learner by name with the parameters that a recipe gives it, completed by its defaults. ZodError where they do not fit. */
export function candidateNamed(name: LearnerName, params: unknown): Candidate {
  switch (name) {
    case 'logistic-regression':
      return candidateOf(logisticRegression, params)
    case 'decision-tree':
      return candidateOf(decisionTree, params)
    case 'random-forest':
      return candidateOf(randomForest, params)
    case 'gradient-boosting':
      return candidateOf(gradientBoosting, params)
  }
}
