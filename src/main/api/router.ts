import { app } from './app.ts'
import { contests } from './contests.ts'
import { data } from './data.ts'
import { models } from './models.ts'
import { pipeline } from './pipeline.ts'
import { runs } from './runs.ts'
import { serving } from './serving.ts'
import { settings } from './settings.ts'
import { createCaller, router } from './trpc.ts'

/** Everything that a window can ask and do, over IPC or HTTP. */
export const appRouter = router({ app, contests, data, models, pipeline, runs, serving, settings })
export type AppRouter = typeof appRouter

/** The same without a window: procedures as functions. */
export const createApiCaller = createCaller(appRouter)
