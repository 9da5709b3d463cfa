import type { MessageValue } from '../messages/index.ts'
import type { Step, StepState } from './runState.ts'
import type { RunTable } from './tables.ts'

/** A chart as Plotly's JSON. */
export interface PlotlyFigure {
  data: { type: string; [key: string]: unknown }[]
  layout: { [key: string]: unknown }
}

/** A chart of a run, by the path of its artifact. */
export interface StoredFigure {
  /** `figures/mutual_information.json` */
  path: string
  runId: string
  figure: PlotlyFigure
}

/** A line of the log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  time: number
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
}

/** A learner's run within a run. */
export interface TrainedLearner {
  runId: string
  learner: string
  params: Record<string, string>
  /** Null where undefined. */
  metrics: Record<string, number | null>
}

/** A sentence of what to know, as data: `recordedText(code, params)`. */
export interface Note {
  code: string
  params: Readonly<Record<string, MessageValue>>
}

/** What a step of a run did. */
export interface StepDetails {
  runId: string
  step: Step
  state: StepState
  /** As they were used; empty while the step waits. */
  params: Record<string, string>
  /** Null where undefined. */
  metrics: Record<string, number | null>
  /** What else the step told, e.g. mutual information by feature. */
  details: Record<string, unknown>
  /** Statements that it ran. */
  sql: string[]
  figures: StoredFigure[]
  /** Tables that can be looked into. */
  tables: RunTable[]
  /** What to know of it, computed from the data. */
  notes: Note[]
  /** The learners of train, evaluate and promote; the best first. */
  learners: TrainedLearner[]
  log: LogLine[]
}
