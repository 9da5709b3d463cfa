import type { MessageParameters } from '../messages/index.ts'

/** The ETL stages, in order. */
export const STAGES = [
  'setup',
  'download',
  'merge',
  'enrich',
  'split',
  'outliers',
  'encode',
  'scale',
  'balance',
  'features',
  'summary',
] as const
export type StageName = (typeof STAGES)[number]

/** The steps of a run in order: the ETL stages, then what makes a champion of their result. */
export const STEPS = [...STAGES, 'train', 'evaluate', 'promote'] as const
export type Step = (typeof STEPS)[number]

/** A message as data, to be said in the reader's language: `recordedText(code, params)`. */
export interface Said {
  code: string
  params: MessageParameters
}

/** How far a step is: units done of `total`. */
export interface StepProgress {
  done: number
  total: number
  unit: 'rows' | 'trees' | 'steps' | 'bytes' | 'folds' | 'trials'
  /** What is being worked on: `2017-03`, `random-forest`. */
  what: string | null
}

/** A step of a run as the window draws it. Times are milliseconds since 1970. */
export interface StepState {
  step: Step
  /** `cached`: done with a stored result. `cancelled`: cancelled, or cut off with its program. */
  state: 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled'
  /** Id of the step's own tracked run; null while it waits. */
  runId: string | null
  startTime: number | null
  /** Milliseconds that the step took; null until it has ended. */
  elapsedMs: number | null
  /** Rows that went in and came out, of all its tables together; null for steps without tables. */
  rowsIn: number | null
  rowsOut: number | null
  /** Rows by table: `train`, `test`, `crimes`. */
  rows: Record<string, number>
  /** Rows that left, by reason. */
  dropped: Record<string, number>
  /** Null where nothing is known of it, as for a run of another process. */
  progress: StepProgress | null
  /** The step failed in passing and is tried again at this time. */
  retryAt: number | null
  /** What came out, in a few words, in the language of the run. */
  summary: string | null
  /** The values that a line of words needs: `learner`, `mcc`, `version`, `kept`, `all`. */
  outcome: Record<string, string | number>
  error: Said | null
}

/** A run of the pipeline, going on or ended, with all fourteen steps. */
export interface RunState {
  runId: string
  name: string
  /** MLflow's run states. */
  status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED'
  startTime: number
  endTime: number | null
  /** This process runs it, so it can be cancelled here. */
  here: boolean
  /** Cancelling; the step at work is being stopped. */
  stopping: boolean
  /** Process that runs or ran it. */
  pid: number
  /** `demo`, `socrata`, `file`. */
  source: string | null
  /** What the rows are, for people; null until the download is done. */
  data: string | null
  /** Run date `YYYY-MM-DD`; null until it is known. */
  date: string | null
  generated: boolean
  recipe: string | null
  error: Said | null
  steps: StepState[]
}

/** What else goes on in a workspace, where one run goes on at a time: a training, a comparison. */
export interface OtherRun {
  runId: string
  name: string
  pid: number
  startTime: number
}

/** The pipeline of the workspace. */
export interface PipelineState {
  /** The run that goes on, else the last one; null in an empty workspace. */
  run: RunState | null
  /** The pipeline cannot be started while this goes on. */
  other: OtherRun | null
}
