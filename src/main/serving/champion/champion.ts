import type { Incident, IncidentField } from '../../../shared/serving/prediction.ts'
import type { Reasons } from '../../learners/explain/reasons.ts'
import type { ContestMode } from '../../tracking/schema.ts'

/**
 * The model that answers, with all that it needs to answer alone. Immutable: another version is another Champion, so a
 * request that holds one is answered by that version from start to end.
 */
export interface Champion {
  readonly name: string
  readonly version: string
  readonly alias: string
  readonly runId: string
  /** Trained on generated data; every answer then says so. */
  readonly generated: boolean
  readonly metrics: Readonly<Record<string, number>>
  /** Feature names in the order that `score` takes them. */
  readonly features: readonly string[]
  /**
   * Equal where features mean the same: their names, their order, and what an incident's values become. A frequency that
   * another version has learned may stand for another offence.
   */
  readonly featurizerHash: string
  /** Calibrated probability from which an arrest is predicted. */
  readonly threshold: number
  /** What a raw incident must have for `featurize`. Coordinates are named x_coordinate and y_coordinate. */
  readonly requiredIncidentFields: readonly IncidentField[]
  /** Calibrated probability, 0-1, of one row of features (in the order of `features`). Keeps no hold of the array. */
  score(features: Float64Array): number
  /** The same for `rows` × features values, row-major. Faster than `score` row by row where the learner offers it. */
  scoreBatch?(matrix: Float64Array, rows: number): Float64Array
  /**
   * Features of an incident that has the required fields; null stands for unknown. Coordinates are x and y where both
   * are numbers, else latitude and longitude. The array may be reused by the next call.
   */
  featurize(incident: Incident): Float64Array
  /** A version on trial beside this one; absent while there is none. */
  readonly challenge?: Challenge | undefined
  /** What moves the probability of a row of features, by field of the incident; `tellValue` tells a field's value. */
  explain?(features: Float64Array, tellValue: (field: string) => string | null): Reasons
}

/** A trial of a challenger, as the endpoint acts on it. */
export interface Challenge {
  /** Of the contest. */
  readonly id: string
  readonly challenger: Champion
  /** Asked in silence, or answering a share of the incidents. */
  readonly mode: ContestMode
  /** 0-1; of `split`. */
  readonly share: number
}

export interface Reload {
  changed: boolean
  champion: Champion | undefined
}

/** Where the endpoint gets its champion. */
export interface ChampionSource {
  /** The champion of now; undefined while there is none. Costs nothing: asked once a request. */
  current(): Champion | undefined
  /** Loads the registry's champion if it is another one. Rejects when that fails; the old one then stays. */
  reload(): Promise<Reload>
  /** Calls `listener` after each change; returns how to stop that. */
  onChange(listener: (champion: Champion | undefined) => void): () => void
}
