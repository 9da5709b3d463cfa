import { app } from './app.ts'
import { comparisons } from './comparisons.ts'
import { contests } from './contests.ts'
import { data } from './data.ts'
import { models } from './models.ts'
import { monitoring } from './monitoring.ts'
import { pipeline } from './pipeline.ts'
import { runs } from './runs.ts'
import { schedule } from './schedule.ts'
import { serving } from './serving.ts'
import { settings } from './settings.ts'
import { createCaller, router } from './trpc.ts'
import { tuning } from './tuning.ts'

/** Everything that a window can ask and do, over IPC or HTTP. */
export const appRouter = router({
  app,
  comparisons,
  contests,
  data,
  models,
  monitoring,
  pipeline,
  runs,
  schedule,
  serving,
  settings,
  tuning,
})
export type AppRouter = typeof appRouter

/** The same without a window: procedures as functions. */
export const createApiCaller = createCaller(appRouter)
