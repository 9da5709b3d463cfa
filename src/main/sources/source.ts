import type { SourceRequest } from '../../shared/pipeline/runRequest.ts'
import type { Duck } from '../duck.ts'
import type { Job } from '../progress.ts'
import type { ObjectStore } from '../storage/store.ts'

/** A police station: `district` is '1' … '25'; coordinates in feet, Illinois State Plane East (EPSG:3435). */
export interface Station {
  district: string
  name: string
  x: number
  y: number
}

/** One month of incidents as a local Parquet file with exactly the columns of INCIDENT_COLUMNS. */
export interface RawMonth {
  /** `2017-03` */
  month: string
  file: string
  rows: number
}

export interface Download {
  /** What the rows are, for people: `crimes_2017.csv`, `data.cityofchicago.org`, `demonstration year`. */
  label: string
  /** True when the incidents were generated, not reported; the model then goes to `demonstration`. */
  generated: boolean
  /** Run date: the one asked for, or the source's default. `YYYY-MM-DD`, exclusive end of the window. */
  date: string
  months: RawMonth[]
  stations: Station[]
  /** Hex digest that is equal exactly when months and stations have the same content. */
  contentHash: string
  /** Rows that could not be read, by reason, shown to the user. */
  rejected: { reason: string; rows: number }[]
  /** What else the user should know, e.g. that the shipped stations stand in for the portal's. */
  notes?: string[]
}

export interface DownloadRequest {
  /** Run date, when the user named one. */
  date: string | undefined
  /** Days of the window before the run date. */
  days: number
  /** Empty folder of this run, on the workspace's disk; the months' files may be written here. */
  workFolder: string
  store: ObjectStore
  duck: Duck
  /** Stations that replace the shipped ones, when the user named a file. */
  stationsFile: string | undefined
}

export interface Source {
  /** How it is asked for again. */
  readonly request: SourceRequest
  /**
   * The `contentHash` that a download would have, where the source can tell without one (a file's bytes): a stored
   * download of the same content is then used instead. A portal cannot.
   */
  identify?(request: Pick<DownloadRequest, 'stationsFile' | 'date' | 'days'>, job: Job): Promise<string>
  /** Brings in every month that the window touches. A month is whole or absent; a killed download resumes. */
  download(request: DownloadRequest, job: Job): Promise<Download>
}
