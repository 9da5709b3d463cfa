import { chart } from './chart.ts'
import { comparison } from './comparison.ts'
import { data } from './data.ts'
import { experiments } from './experiments.ts'
import { frame } from './frame.ts'
import { monitoring } from './monitoring.ts'
import { newRun } from './newRun.ts'
import { pipelineView } from './pipelineView.ts'
import { registry } from './registry.ts'
import { schedule } from './schedule.ts'
import { serving } from './serving.ts'
import { settings } from './settings.ts'
import { threshold } from './threshold.ts'
import { trial } from './trial.ts'

/** What the user reads in the window alone. */
export const windowMessages = {
  ...chart,
  ...newRun,
  ...pipelineView,
  ...comparison,
  ...data,
  ...experiments,
  ...frame,
  ...monitoring,
  ...registry,
  ...schedule,
  ...serving,
  ...settings,
  ...threshold,
  ...trial,
} as const
