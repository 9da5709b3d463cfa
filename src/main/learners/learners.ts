import { ZodError } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { type Candidate, candidateOf } from './crossValidation.ts'
import { decisionTree } from './decisionTree.ts'
import { gradientBoosting } from './gradientBoosting.ts'
import type { LearnerName } from './learner.ts'
import { logisticRegression } from './logisticRegression.ts'
import { randomForest } from './randomForest.ts'

/**
 * A learner by name with the parameters that a recipe gives it, completed by its defaults.
 *
 * @throws UserError `learners.bad_parameter` that names the parameter and what is allowed
 */
export function candidateNamed(name: LearnerName, params: unknown): Candidate {
  try {
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
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const issue = error.issues[0]!
    const parameter = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.')
    throw new UserError('learners.bad_parameter', { learner: name, parameter, problem: issue.message })
  }
}
