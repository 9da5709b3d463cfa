import type { Transaction } from 'kysely'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { appendEvent } from '../audit/audit.ts'
import type { Database } from '../tracking/database.ts'
import type { RegistryAction, Schema, VersionStage } from '../tracking/schema.ts'
import { aliased, point } from './aliases.ts'
import { endContests } from './contests.ts'
import { changedFeatures, listed } from './features.ts'

/** Who changes what is served, and why; kept for ever. */
export interface Justification {
  reason: string
  actor: string
}

/** Changes of a model's aliases. Each is one transaction that also records the event. */
export interface Promotion {
  /**
   * Makes a version the champion, and the champion the previous one. Throws UserError `already_champion`,
   * `promotion_changes_features` (unless allowed), `model_not_found`, `model_version_not_found`.
   */
  promote(model: string, version: number, options: Justification & { allowSchemaChange?: boolean }): Promise<void>
  /** The reverse: champion and previous champion change places. Throws UserError `nothing_to_roll_back`. */
  rollback(model: string, options: Justification): Promise<{ version: number }>
  /** Points an alias at a version, or with `undefined` at none. Throws UserError `alias_reserved`, `alias_invalid`. */
  setAlias(model: string, alias: string, version: number | undefined, options: Justification): Promise<void>
  /** Sets the calibrated probability (0-1) from which a version predicts an arrest. Throws UserError `threshold_invalid`. */
  setThreshold(model: string, version: number, threshold: number, options: Justification): Promise<void>
}

type Transacting = Transaction<Schema>

/** Aliases that only promotion and rollback set. */
const RESERVED = ['champion', 'previous_champion']

export function openPromotion({ sql: db }: Database, now: () => number): Promotion {
  /** Records a change in its own transaction. */
  async function record(
    transaction: Transacting,
    model: string,
    kind: RegistryAction,
    alias: string,
    fromVersion: number | undefined,
    toVersion: number | undefined,
    { reason, actor }: Justification,
  ): Promise<void> {
    await appendEvent(transaction, { kind, model, alias, fromVersion, toVersion, reason, actor }, now())
  }

  return {
    async promote(model, version, { reason, actor, allowSchemaChange = false }) {
      await db.transaction().execute(async (transaction) => {
        const features = await featuresOf(transaction, model, version)
        const champion = await aliased(transaction, model, 'champion')
        if (champion === version) throw new UserError('already_champion', { model, version: String(version) })
        if (champion !== undefined && !allowSchemaChange) {
          const change = changedFeatures(await featuresOf(transaction, model, champion), features)
          if (change !== undefined) {
            const differences = { missing: listed(change.missing), added: listed(change.added) }
            throw new UserError('promotion_changes_features', { model, version: String(version), ...differences })
          }
        }
        await crown(transaction, model, version, champion)
        await endContests(transaction, model, { code: 'contest_promoted', params: {} }, { reason, actor, now: now() })
        await record(transaction, model, 'promoted', 'champion', champion, version, { reason, actor })
      })
    },

    async rollback(model, { reason, actor }) {
      return db.transaction().execute(async (transaction) => {
        await mustExist(transaction, model)
        const champion = await aliased(transaction, model, 'champion')
        const version = await aliased(transaction, model, 'previous_champion')
        if (version === undefined) throw new UserError('nothing_to_roll_back', { model })
        await crown(transaction, model, version, champion)
        await endContests(
          transaction,
          model,
          { code: 'contest_rolled_back', params: {} },
          { reason, actor, now: now() },
        )
        await record(transaction, model, 'rolled_back', 'champion', champion, version, { reason, actor })
        return { version }
      })
    },

    async setAlias(model, alias, version, { reason, actor }) {
      if (RESERVED.includes(alias)) throw new UserError('alias_reserved', { alias })
      if (!/^[a-z][a-z0-9_-]{0,49}$/.test(alias)) throw new UserError('alias_invalid', { alias })
      await db.transaction().execute(async (transaction) => {
        await mustExist(transaction, model)
        const from = await aliased(transaction, model, alias)
        if (from === version) return
        if (version !== undefined) {
          await featuresOf(transaction, model, version)
          const champion = await aliased(transaction, model, 'champion')
          if (alias === 'challenger' && version === champion) {
            throw new UserError('champion_cannot_challenge', { model, version: String(version) })
          }
          await point(transaction, model, alias, version)
          if (alias === 'challenger') await setStage(transaction, model, version, 'Staging')
        } else {
          await transaction.deleteFrom('model_aliases').where('model', '=', model).where('alias', '=', alias).execute()
        }
        if (alias === 'challenger' && from !== undefined) {
          await retire(transaction, model, from)
          await endContests(
            transaction,
            model,
            { code: 'contest_other_challenger', params: {} },
            { reason, actor, now: now() },
          )
        }
        const action = version === undefined ? 'alias_removed' : 'alias_set'
        await record(transaction, model, action, alias, from, version, { reason, actor })
      })
    },

    async setThreshold(model, version, threshold, { reason, actor }) {
      if (!(threshold >= 0 && threshold <= 1)) throw new UserError('threshold_invalid', { threshold })
      await db.transaction().execute(async (transaction) => {
        await featuresOf(transaction, model, version)
        await transaction
          .updateTable('model_versions')
          .set({ threshold })
          .where('model', '=', model)
          .where('version', '=', version)
          .execute()
        await appendEvent(
          transaction,
          {
            kind: 'threshold_set',
            model,
            ...{ fromVersion: version, toVersion: version, reason, actor },
            details: { threshold },
          },
          now(),
        )
      })
    },
  }
}

/** Makes `version` the champion in the place of `champion`, which becomes the previous one. */
async function crown(transaction: Transacting, model: string, version: number, champion: number | undefined) {
  if (champion !== undefined) {
    await setStage(transaction, model, champion, 'Archived')
    await point(transaction, model, 'previous_champion', champion)
  }
  await setStage(transaction, model, version, 'Production')
  await point(transaction, model, 'champion', version)
  await transaction
    .deleteFrom('model_aliases')
    .where('model', '=', model)
    .where('alias', '=', 'challenger')
    .where('version', '=', version)
    .execute()
}

/** The stage of a version that is a challenger no more: Archived if it was champion once, else None. */
async function retire(transaction: Transacting, model: string, version: number): Promise<void> {
  const served = await transaction
    .selectFrom('registry_events')
    .select('id')
    .where('model', '=', model)
    .where('action', 'in', ['promoted', 'rolled_back'])
    .where('to_version', '=', version)
    .executeTakeFirst()
  await setStage(transaction, model, version, served === undefined ? 'None' : 'Archived')
}

async function setStage(transaction: Transacting, model: string, version: number, stage: VersionStage): Promise<void> {
  await transaction
    .updateTable('model_versions')
    .set({ stage })
    .where('model', '=', model)
    .where('version', '=', version)
    .execute()
}

async function mustExist(transaction: Transacting, model: string): Promise<void> {
  const found = await transaction.selectFrom('registered_models').select('name').where('name', '=', model).execute()
  if (found.length === 0) throw new UserError('model_not_found', { model })
}

async function featuresOf(transaction: Transacting, model: string, version: number): Promise<string[]> {
  await mustExist(transaction, model)
  const found = await transaction
    .selectFrom('model_versions')
    .select('features')
    .where('model', '=', model)
    .where('version', '=', version)
    .executeTakeFirst()
  if (found === undefined) throw new UserError('model_version_not_found', { model, version: String(version) })
  return z.array(z.string()).parse(JSON.parse(found.features))
}
