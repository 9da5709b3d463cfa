import type { Arm, LabelSource } from '../tracking/schema.ts'

export type { Arm, LabelSource } from '../tracking/schema.ts'

/** A prediction as it is kept. Times are milliseconds since 1970. */
export interface Prediction {
  /** Sorts by time; see `nextPredictionId`. */
  id: string
  time: number
  /** Registered model, and which of its versions answered. */
  model: string
  version: number
  arm: Arm
  /** Of a shadow's: the id of the prediction that was answered; null for others. */
  pairId: string | null
  /** The caller's id of the incident, as text; null where the request had none. */
  incidentId: string | null
  /** The fields of the incident as it was sent; null where features were. */
  incident: Record<string, unknown> | null
  /** In the order of the version's features. */
  features: Float64Array
  /** Calibrated, 0-1. */
  probability: number
  prediction: boolean
}

/** A prediction, and what really happened where that is known. */
export interface LoggedPrediction extends Prediction {
  label: { arrest: boolean; source: LabelSource; time: number } | null
}

/** What really happened, of one prediction, or of all predictions of an incident, by any model or by one. */
export type Outcome = ({ predictionId: string } | { incidentId: string; model?: string }) & { arrest: boolean }

/** Which predictions are meant; all of them where nothing is said. */
export interface PredictionFilter {
  model?: string | undefined
  version?: number | undefined
  arm?: Arm | undefined
  incidentId?: string | undefined
  /** Inclusive, milliseconds since 1970. */
  from?: number | undefined
  /** Exclusive. */
  to?: number | undefined
  /** Only those whose outcome is known, or is not. */
  labelled?: boolean | undefined
}

/** How many predictions there are of a version in an arm, in a window. */
export interface PredictionCount {
  model: string
  version: number
  arm: Arm
  predictions: number
  /** Of these: an arrest was predicted. */
  positive: number
  /** Of these: what happened is known. */
  labelled: number
  /** Of these: it was an arrest. */
  arrests: number
  meanProbability: number
  firstTime: number
  lastTime: number
}
