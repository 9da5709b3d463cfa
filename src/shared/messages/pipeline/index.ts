import { notes } from './notes.ts'
import { parameters } from './parameters.ts'
import { pipeline } from './pipeline.ts'
import { recipe } from './recipe.ts'
import { sources } from './sources.ts'

/** What the user reads of sources, recipes and the steps of a run. */
export const pipelineMessages = {
  ...notes,
  ...parameters,
  ...pipeline,
  ...recipe,
  ...sources,
} as const
