import { comparison } from './comparison.ts'
import { data } from './data.ts'
import { experiments } from './experiments.ts'
import { frame } from './frame.ts'
import { monitoring } from './monitoring.ts'
import { registry } from './registry.ts'
import { schedule } from './schedule.ts'
import { serving } from './serving.ts'
import { settings } from './settings.ts'
import { threshold } from './threshold.ts'
import { trial } from './trial.ts'

/** What the user reads in the window alone. */
export const window = {
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
