import type { ColumnType, Generated } from 'kysely'
import type { ScheduleCause, ScheduleStatus } from '../../shared/schedule/schedule.ts'
import type { ChainedEvent } from '../audit/chain.ts'

export const RUN_STATUSES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const
/** MLflow's run states; KILLED is cancelled by the user or interrupted. */
export type RunStatus = (typeof RUN_STATUSES)[number]

export const RUN_KINDS = ['pipeline', 'stage', 'training', 'tuning', 'trial', 'monitoring'] as const
/**
 * What a run did: a whole pipeline, one of its stages, the training of one model, a search for parameters, a trial of one,
 * or a check of drift.
 */
export type RunKind = (typeof RUN_KINDS)[number]

export const VERSION_STAGES = ['None', 'Staging', 'Production', 'Archived'] as const
/** MLflow's stages of a model version. */
export type VersionStage = (typeof VERSION_STAGES)[number]

export const REGISTRY_ACTIONS = [
  ...(['registered', 'promoted', 'rolled_back', 'alias_set', 'alias_removed', 'threshold_set'] as const),
  ...(['contest_started', 'contest_changed', 'contest_ended'] as const),
] as const
export type RegistryAction = (typeof REGISTRY_ACTIONS)[number]

export const ARMS = ['champion', 'challenger', 'shadow'] as const
/** Who predicted: the champion, a challenger that answered its share, or a challenger that was asked in silence. */
export type Arm = (typeof ARMS)[number]

export const LABEL_SOURCES = ['api', 'pipeline'] as const
/** Who said what really happened: a client of the endpoint, or the incidents of a pipeline run. */
export type LabelSource = (typeof LABEL_SOURCES)[number]

export const CONTEST_MODES = ['shadow', 'split'] as const
/** How a challenger is tried: asked in silence, or answering a share of the incidents. */
export type ContestMode = (typeof CONTEST_MODES)[number]

/** The tables of `workbench.db`. Times are milliseconds since 1970, booleans 0/1, `json` columns hold JSON text. */
export interface Schema {
  experiments: { id: string; name: string; created_at: number }
  runs: {
    id: string
    experiment_id: string
    parent_id: string | null
    name: string
    kind: RunKind
    status: RunStatus
    start_time: number
    end_time: number | null
    /** json: message code and parameters of what ended the run early. */
    error: string | null
    /** Folder of the process that runs it, while it does; see `processFolder.ts`. */
    process_id: string
    pid: number
    deleted_at: number | null
  }
  params: { run_id: string; name: string; value: string }
  /** `value` is null for NaN. */
  metrics: { run_id: string; name: string; step: number; time: number; value: number | null }
  tags: { run_id: string; name: string; value: string }
  /** `path` is relative to `artifacts/<run id>`, `/`-separated; `sha256` in hex. */
  artifacts: { run_id: string; path: string; bytes: number; sha256: string; created_at: number }
  /** Files that are about to be moved to `artifacts/<run id>/<path>`: removed again if their process dies before they are recorded. */
  pending_files: { run_id: string; path: string; process_id: string }

  registered_models: { name: string; description: string; generated: number; created_at: number }
  model_versions: {
    model: string
    version: number
    run_id: string
    stage: VersionStage
    description: string
    /** json: names of the model's inputs, in its order. */
    features: string
    /** json: metrics by name on the run's test rows. */
    metrics: string
    learner: string
    recipe_hash: string
    generated: number
    /** SHA-256 of what predicts; see `modelFolder.ts`. */
    content_hash: string
    /** Path of the model folder, relative to the artifacts folder. */
    folder: string
    /** Calibrated probability from which an arrest is predicted, where another than that of the training was chosen. */
    threshold: number | null
    created_at: number
  }
  model_aliases: { model: string; alias: string; version: number }
  /** Read-only view of the audit log: what happened to a model's versions and aliases. */
  registry_events: {
    id: Generated<number>
    time: number
    model: string
    action: RegistryAction
    alias: string | null
    from_version: number | null
    to_version: number | null
    /** What was set. */
    threshold: number | null
    reason: string
    actor: string
  }
  /** All that changed, or decided about, what is served; triggers refuse UPDATE and DELETE, `hash` chains each to the one before. */
  audit_events: Omit<ChainedEvent, 'id'> & { id: Generated<number>; hash: string }

  schedules: {
    name: string
    /** Five cron fields, or a preset such as `@monthly`. */
    cron: string
    /** IANA time zone that the cron fields are of. */
    zone: string
    /** json: source, stations and recipe of the runs. */
    request: string
    retrain: 'always' | 'when_needed'
    retries: number
    paused: number
    /** Times up to here are recorded in `schedule_runs`, or were passed over. */
    handled_until: number
    created_at: number
  }
  /** What was due, by schedule and time: once each, in whichever process. */
  schedule_runs: {
    id: Generated<number>
    schedule: string
    scheduled_for: number
    /** Run date `YYYY-MM-DD`. */
    date: string
    cause: ScheduleCause
    status: ScheduleStatus
    attempts: number
    /** When it may be tried, or tried again. */
    not_before: number
    /** The tracked run that trained, or the one that looked at the data. */
    run_id: string | null
    started_at: number | null
    ended_at: number | null
    /** json: message code and parameters. */
    error: string | null
    /** json: what came of it. */
    outcome: string | null
  }

  /** Every answer of the endpoint, and the silent ones of a shadow; see `predictions/predictionLog.ts`. */
  predictions: {
    /** Sorts by time. */
    id: string
    time: number
    model: string
    version: number
    arm: Arm
    /** Of a shadow's: the id of the prediction that was answered. */
    pair_id: string | null
    incident_id: string | null
    /** json: the fields of the incident as it was sent; null where features were. */
    incident: string | null
    /** float64, little-endian, in the order of the version's features. libsql takes bytes and gives a buffer. */
    features: ColumnType<ArrayBuffer, Uint8Array>
    probability: number
    prediction: number
  }
  /** What really happened, by the id of the prediction that was answered; a shadow's is its pair's. */
  feedback: { prediction_id: string; arrest: number; source: LabelSource; time: number }
  /** Trials of a challenger beside the champion; `share` of incidents that the challenger answers, 0-1. */
  contests: {
    id: string
    model: string
    champion: number
    challenger: number
    mode: ContestMode
    share: number
    started_at: number
    ended_at: number | null
    /** json: the verdict or the reason that ended it. */
    outcome: string | null
  }
}
