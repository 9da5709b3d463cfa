import { userInfo } from 'node:os'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { text } from '../../shared/messages/index.ts'
import { formatsOf } from '../learners/exchange/exportModel.ts'
import { decodeModel } from '../learners/modelFile.ts'
import { findCard } from '../modelCard/readCard.ts'
import type { ModelVersion, RegistryEvent } from '../registry/registry.ts'
import type { Workbench } from '../workbench.ts'
import { type RecordedVerdict, verdictOf } from './stepDetails.ts'
import { procedure, router } from './trpc.ts'

const modelSchema = z.strictObject({ model: z.string().min(1).max(250) })
const versionSchema = modelSchema.extend({ version: z.int().min(1) })
const reasonSchema = z.string().trim().max(1000).optional()

export const models = router({
  list: procedure.query(async ({ ctx }) =>
    (await ctx.workbench.registry.models()).map((model) => ({ ...model, versions: model.versions.map(versionOut) })),
  ),
  /** A version's card: what it is, what it was trained on, and everything that happened to it. */
  version: procedure.input(versionSchema).query(async ({ ctx, input }) => {
    const { registry } = ctx.workbench
    const version = await registry.version(input.model, input.version)
    const { info, trainedThreshold, recipe, model } = await registry.read(version)
    const events = await registry.events(input.model)
    return {
      ...versionOut(version),
      info,
      /** That of `metrics`; `info` has the one in use. */
      trainedThreshold,
      recipe,
      /** Null for versions that have none. */
      card: (await findCard(version, ctx.workbench.tracking)) ?? null,
      /** What its learner can be downloaded as: `url?format=`. */
      formats: formatsOf(decodeModel(model)),
      verdict: await verdictOn(version.runId, ctx.workbench),
      events: events
        .filter(({ fromVersion, toVersion }) => fromVersion === input.version || toVersion === input.version)
        .map(eventOut),
      url: `files/models/${encodeURIComponent(input.model)}/${input.version}`,
    }
  }),
  /** Everything that happened to a model, oldest first. */
  events: procedure
    .input(modelSchema)
    .query(async ({ ctx, input }) => (await ctx.workbench.registry.events(input.model)).map(eventOut)),
  promote: procedure
    .input(
      modelSchema.extend({
        /** The challenger where absent. */
        version: z.int().min(1).optional(),
        reason: reasonSchema,
        allowSchemaChange: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { registry } = ctx.workbench
      const { model, allowSchemaChange } = input
      await registry.model(model)
      const version = input.version ?? (await registry.aliased(model, 'challenger'))?.version
      if (version === undefined) throw new UserError('cli.models.no_challenger', { model })
      await registry.promote(model, version, { ...justification(input.reason), allowSchemaChange })
      return versionOut(await registry.version(model, version))
    }),
  rollback: procedure.input(modelSchema.extend({ reason: reasonSchema })).mutation(async ({ ctx, input }) => {
    const { registry } = ctx.workbench
    const { version } = await registry.rollback(input.model, justification(input.reason))
    return versionOut(await registry.version(input.model, version))
  }),
  /** Sets the calibrated probability from which a version predicts an arrest; the endpoint follows. */
  setThreshold: procedure
    .input(versionSchema.extend({ threshold: z.number().min(0).max(1), reason: reasonSchema }))
    .mutation(async ({ ctx, input: { model, version, threshold, reason } }) => {
      await ctx.workbench.registry.setThreshold(model, version, threshold, justification(reason))
    }),
  /** Points an alias at a version, or with null at none. */
  setAlias: procedure
    .input(modelSchema.extend({ alias: z.string().max(50), version: z.int().min(1).nullable(), reason: reasonSchema }))
    .mutation(async ({ ctx, input }) => {
      const { model, alias, version, reason } = input
      await ctx.workbench.registry.setAlias(model, alias, version ?? undefined, justification(reason))
    }),
})

function justification(reason: string | undefined) {
  return { reason: reason || text('cli.models.by_hand'), actor: userInfo().username }
}

/** A version without where its files lie on this machine. */
function versionOut({ folder: _, threshold: __, ...version }: ModelVersion) {
  return version
}

function eventOut(event: RegistryEvent) {
  const { alias, fromVersion, toVersion, threshold } = event
  return {
    ...event,
    alias: alias ?? null,
    fromVersion: fromVersion ?? null,
    toVersion: toVersion ?? null,
    threshold: threshold ?? null,
  }
}

/** Why a version became champion or not; null where no verdict was given. */
async function verdictOn(runId: string, { tracking }: Workbench): Promise<RecordedVerdict | null> {
  const { parentId } = await tracking.runs.get(runId)
  if (parentId === undefined) return null
  const step = (await tracking.runs.children(parentId)).find(({ tags }) => tags.step === 'promote')
  return (step && (await verdictOf(step, { tracking }))) ?? null
}
