import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { appendEvent } from '../audit/audit.ts'
import type { RegistryAction, VersionStage } from '../tracking/schema.ts'
import type { Tracking } from '../tracking/tracking.ts'
import { type Contests, openContests } from './contests.ts'
import { type ModelContent, modelInfoSchema, readModelFolder, writeModelFolder } from './modelFolder.ts'
import { openPromotion, type Promotion } from './promotion.ts'

/** What real incidents train, unless the user names another. */
export const DEFAULT_MODEL = 'xgboost_chicago_crimes'
/** What generated incidents train. */
export const GENERATED_MODEL = 'demonstration'

/** A version of a registered model. Times are milliseconds since 1970. */
export interface ModelVersion {
  model: string
  version: number
  runId: string
  stage: VersionStage
  aliases: string[]
  description: string
  learner: string
  /** Inputs, in the model's order. */
  features: string[]
  /** On its run's test rows; null where undefined. */
  metrics: Record<string, number | null>
  recipeHash: string
  /** Trained on generated data. */
  generated: boolean
  contentHash: string
  /** The model folder. */
  folder: string
  /** A decision threshold that was chosen after the training; undefined where that of the training holds. */
  threshold: number | undefined
  createdAt: number
}

export interface RegisteredModel {
  name: string
  description: string
  generated: boolean
  createdAt: number
  /** Newest first. */
  versions: ModelVersion[]
}

export interface RegistryEvent {
  id: number
  /** Milliseconds since 1970. */
  time: number
  model: string
  action: RegistryAction
  alias: string | undefined
  fromVersion: number | undefined
  toVersion: number | undefined
  /** What `threshold_set` set. */
  threshold: number | undefined
  reason: string
  actor: string
}

export interface RegisterVersion {
  /** `info` says which model it is a version of, and whose run's artifact it becomes. */
  content: ModelContent
  description?: string
  reason: string
  actor: string
}

export interface Registry extends Promotion {
  readonly contests: Contests
  /**
   * Stores a model as the artifact `model/` of its run and as the next version of `content.info.name`, in one step.
   * Throws UserError `model_generated_mismatch` when real and generated data would share a model.
   */
  registerVersion(version: RegisterVersion): Promise<ModelVersion>
  models(): Promise<RegisteredModel[]>
  /** Throws UserError `model_not_found`. */
  model(name: string): Promise<RegisteredModel>
  /** Throws UserError `model_not_found`, `model_version_not_found`. */
  version(model: string, version: number): Promise<ModelVersion>
  /** The version that has an alias, e.g. `champion`; undefined when none has. */
  aliased(model: string, alias: string): Promise<ModelVersion | undefined>
  /** What is stored with a version, with the threshold that holds now, and that of the training. Throws UserError `model_folder_damaged`. */
  read(version: ModelVersion): Promise<ModelContent & { trainedThreshold: number }>
  /** Every change to a model, oldest first. */
  events(model: string): Promise<RegistryEvent[]>
  /** A number that grows whenever a model's champion, contest or a threshold changes, in whichever process: cheap enough to ask each second. */
  championRevision(model: string): Promise<number>
}

const MODEL_FOLDER = 'model'
/** After these another version answers, or another share of the requests. */
const ANSWERING_CHANGES: RegistryAction[] = [
  ...(['promoted', 'rolled_back', 'threshold_set', 'contest_started', 'contest_changed', 'contest_ended'] as const),
]
const namesSchema = z.array(z.string())

export function openRegistry(tracking: Tracking, now: () => number = Date.now): Registry {
  const db = tracking.database.sql

  async function versionsWhere(model?: string): Promise<ModelVersion[]> {
    let versions = db.selectFrom('model_versions').selectAll().orderBy('model').orderBy('version', 'desc')
    let aliases = db.selectFrom('model_aliases').selectAll().orderBy('alias')
    if (model !== undefined) {
      versions = versions.where('model', '=', model)
      aliases = aliases.where('model', '=', model)
    }
    const named = await aliases.execute()
    return (await versions.execute()).map((row) => ({
      model: row.model,
      version: row.version,
      runId: row.run_id,
      stage: row.stage,
      aliases: named.filter((a) => a.model === row.model && a.version === row.version).map((a) => a.alias),
      description: row.description,
      learner: row.learner,
      features: namesSchema.parse(JSON.parse(row.features)),
      metrics: modelInfoSchema.shape.metrics.parse(JSON.parse(row.metrics)),
      recipeHash: row.recipe_hash,
      generated: row.generated === 1,
      contentHash: row.content_hash,
      folder: join(tracking.artifacts.folder, row.folder),
      threshold: row.threshold ?? undefined,
      createdAt: row.created_at,
    }))
  }

  async function models(name?: string): Promise<RegisteredModel[]> {
    let registered = db.selectFrom('registered_models').selectAll().orderBy('name')
    if (name !== undefined) registered = registered.where('name', '=', name)
    const rows = await registered.execute()
    const versions = await versionsWhere(name)
    return rows.map((row) => ({
      name: row.name,
      description: row.description,
      generated: row.generated === 1,
      createdAt: row.created_at,
      versions: versions.filter((version) => version.model === row.name),
    }))
  }

  async function model(name: string): Promise<RegisteredModel> {
    const [found] = await models(name)
    if (found === undefined) throw new UserError('model_not_found', { model: name })
    return found
  }

  async function version(name: string, number: number): Promise<ModelVersion> {
    const found = (await model(name)).versions.find((candidate) => candidate.version === number)
    if (found === undefined) throw new UserError('model_version_not_found', { model: name, version: String(number) })
    return found
  }

  return {
    ...openPromotion(tracking.database, now),
    contests: openContests(tracking.database),
    models: () => models(),
    model,
    version,

    async registerVersion({ content, description = '', reason, actor }) {
      const { info } = content
      let contentHash = ''
      const number = await tracking.artifacts.writeFolder(
        info.run_id,
        MODEL_FOLDER,
        async (folder) => {
          contentHash = await writeModelFolder(folder, content)
        },
        async (transaction) => {
          const generated = info.generated ? 1 : 0
          const created_at = now()
          await transaction
            .insertInto('registered_models')
            .values({ name: info.name, description: '', generated, created_at })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
          const registered = await transaction
            .selectFrom('registered_models')
            .select('generated')
            .where('name', '=', info.name)
            .executeTakeFirstOrThrow()
          if (registered.generated !== generated) throw new UserError('model_generated_mismatch', { model: info.name })
          const { newest } = await transaction
            .selectFrom('model_versions')
            .select(({ fn }) => fn.max<number | null>('version').as('newest'))
            .where('model', '=', info.name)
            .executeTakeFirstOrThrow()
          const next = (newest ?? 0) + 1
          await transaction
            .insertInto('model_versions')
            .values({
              ...{ model: info.name, version: next, run_id: info.run_id, stage: 'None', description, created_at },
              ...{
                features: JSON.stringify(info.features),
                metrics: JSON.stringify(info.metrics),
                learner: info.learner,
              },
              ...{ recipe_hash: info.recipe_hash, generated, content_hash: contentHash },
              folder: `${info.run_id}/${MODEL_FOLDER}`,
            })
            .execute()
          await appendEvent(
            transaction,
            { kind: 'registered', model: info.name, toVersion: next, runId: info.run_id, reason, actor },
            created_at,
          )
          return next
        },
      )
      return version(info.name, number)
    },

    async aliased(name, alias) {
      return (await versionsWhere(name)).find((candidate) => candidate.aliases.includes(alias))
    },
    async read({ folder, threshold }) {
      const content = await readModelFolder(folder)
      const { info } = content
      return { ...content, info: { ...info, threshold: threshold ?? info.threshold }, trainedThreshold: info.threshold }
    },

    async events(name) {
      const rows = await db.selectFrom('registry_events').selectAll().where('model', '=', name).orderBy('id').execute()
      return rows.map(({ alias, from_version, to_version, threshold, ...event }) => ({
        ...event,
        alias: alias ?? undefined,
        fromVersion: from_version ?? undefined,
        toVersion: to_version ?? undefined,
        threshold: threshold ?? undefined,
      }))
    },
    async championRevision(name) {
      const newest = await db
        .selectFrom('registry_events')
        .select('id')
        .where('model', '=', name)
        .where('action', 'in', ANSWERING_CHANGES)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return newest?.id ?? 0
    },
  }
}
