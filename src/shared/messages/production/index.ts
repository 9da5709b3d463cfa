import { contest } from './contest.ts'
import { monitoring } from './monitoring.ts'
import { registry } from './registry.ts'
import { schedule } from './schedule.ts'
import { serving } from './serving.ts'

/** What the user reads of a model in production: registry, serving, trials, monitoring, schedule. */
export const productionMessages = {
  ...contest,
  ...monitoring,
  ...registry,
  ...schedule,
  ...serving,
} as const
