import { z } from 'zod'
import { sourceRequestSchema } from '../pipeline/runRequest.ts'
import type { Said } from '../pipeline/runState.ts'

export const SCHEDULE_PRESETS = ['@monthly', '@weekly', '@daily', '@hourly'] as const
export const DEFAULT_ZONE = 'America/Chicago'

/** Why a scheduled run came about: at its time, late since nothing was running then, or asked for by hand. */
export type ScheduleCause = 'schedule' | 'catch_up' | 'manual'
export const SCHEDULE_STATUSES = ['waiting', 'running', 'done', 'failed', 'cancelled', 'skipped'] as const
/** `skipped`: missed, and too long ago to be caught up. */
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number]

/** `always`: each scheduled run trains. `when_needed`: only on drift or decay past the policy's limits. */
export type RetrainMode = 'always' | 'when_needed'

/** What a scheduled run takes in, and with which parameters. */
export const scheduleRequestSchema = z.strictObject({
  source: sourceRequestSchema,
  /** Police stations as CSV, in place of those that ship. */
  stationsFile: z.string().min(1).max(4096).optional(),
  /** Parameters that differ from the classic recipe's. */
  recipe: z.record(z.string(), z.json()).default({}),
})
export type ScheduleRequest = z.output<typeof scheduleRequestSchema>

/** A schedule. Times are milliseconds since 1970. */
export interface Schedule {
  name: string
  /** Five cron fields, or a preset. */
  cron: string
  /** IANA time zone of the cron fields. */
  zone: string
  request: ScheduleRequest
  retrain: RetrainMode
  /** How often a failed run is tried again. */
  retries: number
  paused: boolean
  /** The next three times; none while it is paused. */
  next: number[]
}

/** What became of one time of a schedule. */
export interface ScheduleRun {
  id: number
  schedule: string
  scheduledFor: number
  /** Run date `YYYY-MM-DD`. */
  date: string
  cause: ScheduleCause
  status: ScheduleStatus
  attempts: number
  notBefore: number
  runId: string | null
  startedAt: number | null
  endedAt: number | null
  error: Said | null
  /** What came of it. */
  outcome: Said | null
}

/** Who does the scheduled runs of a workspace now. */
export interface Executor {
  /** `window`, `daemon` or `cli`. */
  kind: ExecutorKind
  pid: number
  /** Milliseconds since 1970. */
  since: number
}
export type ExecutorKind = 'window' | 'daemon' | 'cli'
