import type { Migration } from 'kysely'
import { predictionTables } from './predictions.ts'
import { registryTables } from './registry.ts'
import { scheduleTables } from './schedule.ts'
import { versionThresholds } from './thresholds.ts'
import { trackingTables } from './tracking.ts'

/**
 * The steps that make the database what this version of the app expects, in the order of their names. A step that was
 * released never changes: what is new is a new step at the end. All that are due run in one transaction.
 */
export const MIGRATIONS: Record<string, Migration> = {
  '0001_tracking': trackingTables,
  '0002_registry': registryTables,
  '0003_predictions': predictionTables,
  '0005_schedule': scheduleTables,
  '0006_thresholds': versionThresholds,
}
