/** The model that answers. */
export interface ServedChampion {
  model: string
  version: string
  threshold: number
  features: string[]
  /** Fields that a raw incident must have; coordinates are named x_coordinate and y_coordinate. */
  requiredIncidentFields: string[]
  generated: boolean
}

/** The endpoint as this process runs it. */
export interface ServingState {
  /** `http://127.0.0.1:8800`; null while it is stopped. */
  address: string | null
  /** Registered model whose champion is served; null while it is stopped. */
  model: string | null
  /** Null while there is none: requests are then answered with 503. */
  champion: ServedChampion | null
  /** Since the start. */
  requests: number
  /** Of them, those that were not answered with 2xx. */
  refused: number
  /** Requests of each of the last 60 seconds, the newest last. */
  perSecond: number[]
  /** The newest first, at most 50. Times are milliseconds since 1970. */
  last: { time: number; method: string; path: string; status: number; elapsedMs: number }[]
}
