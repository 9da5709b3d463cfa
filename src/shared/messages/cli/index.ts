import { hints } from './hints.ts'
import { models } from './models.ts'
import { predict } from './predict.ts'
import { program } from './program.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'
import { schedule } from './schedule.ts'
import { serve } from './serve.ts'

/** What the user reads on the command line. */
export const cliMessages = {
  ...hints,
  ...models,
  ...predict,
  ...program,
  ...run,
  ...runs,
  ...schedule,
  ...serve,
} as const
