import { compare } from './compare.ts'
import { explain } from './explain.ts'
import { importModel } from './importModel.ts'
import { learners } from './learners.ts'
import { metrics } from './metrics.ts'
import { modelCard } from './modelCard.ts'
import { training } from './training.ts'
import { tuning } from './tuning.ts'

/** What the user reads of learners, training and what models are worth. */
export const learningMessages = {
  ...compare,
  ...explain,
  ...importModel,
  ...learners,
  ...metrics,
  ...modelCard,
  ...training,
  ...tuning,
} as const
