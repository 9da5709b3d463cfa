import { resolve } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import type { Work } from '../jobs/work.ts'
import { featurizerSchema } from '../pipeline/featurizer/featurizer.ts'
import { sharesOfValues } from '../pipeline/featurizer/rates.ts'
import { nextPredictionId } from '../predictions/predictionId.ts'
import { DEFAULT_MODEL } from '../registry/registry.ts'
import type { Champion } from '../serving/champion/champion.ts'
import { reasonLabel, tellReasons, toldValue } from '../serving/champion/explainPrediction.ts'
import { snippets } from '../serving/docs/snippets.ts'
import { createRequestReader } from '../serving/http/requestReader.ts'
import { timestamp } from '../serving/http/stamps.ts'
import { DEFAULT_PORT } from '../serving/server.ts'
import { servedChampion, servedModel } from '../serving/servingDesk.ts'
import { describeRejection } from '../sources/rejected.ts'
import { readSettings } from '../workspace/settings.ts'
import { watched, withProgress } from './changes.ts'
import { procedure, router } from './trpc.ts'

const modelSchema = z.strictObject({ model: z.string().min(1).max(250).optional() })

export const serving = router({
  /** The endpoint as it runs, anew after each change. */
  state: procedure.subscription(({ ctx, signal }) =>
    watched(() => ctx.serving.state(), ctx.serving.onChange, { everyMs: 1000, signal }),
  ),
  now: procedure.query(({ ctx }) => ctx.serving.state()),
  /** Starts the endpoint on this machine's own address; on the settings' port, or 8800, where none is named. */
  start: procedure
    .input(modelSchema.extend({ port: z.int().min(0).max(65_535).optional() }))
    .mutation(async ({ ctx, input: { port, model } }) => {
      const { servingPort } = await readSettings(ctx.workbench.workspace.paths.settings)
      return ctx.serving.start({ port: port ?? servingPort ?? DEFAULT_PORT, model })
    }),
  stop: procedure.mutation(({ ctx }) => ctx.serving.stop()),
  /** The champion that would answer, whether or not the endpoint runs; null while there is none. */
  champion: procedure.input(modelSchema).query(async ({ ctx, input }) => {
    const champion = await ctx.serving.champion(input.model)
    return champion === undefined ? null : servedChampion(champion)
  }),
  /** Scores one incident, or one row of features, with the champion: as `POST /predict` answers it. */
  predict: procedure
    .input(modelSchema.extend({ instance: z.record(z.string().max(200), z.json()) }))
    .mutation(async ({ ctx, input }) => {
      const champion = await ctx.serving.champion(input.model)
      if (champion === undefined) throw new UserError('serving.no_champion', { model: input.model ?? DEFAULT_MODEL })
      const reading = createRequestReader(champion).read(input.instance, [])
      if (!reading.ok) return { ok: false as const, problems: reading.problems }
      const probability = champion.score(reading.features)
      return {
        ok: true as const,
        prediction: probability >= champion.threshold,
        probability,
        threshold: champion.threshold,
        features: champion.features.map((name, k) => ({ name, value: reading.features[k]! })),
        why: whyOf(champion, reading.features, new Map(Object.entries(input.instance))),
        model: champion.name,
        model_version: champion.version,
        generated: champion.generated,
        timestamp: timestamp(),
        prediction_id: nextPredictionId(),
      }
    }),
  /** What the form offers: the training data's own values with their shares, and the stations. Null without a champion. */
  form: procedure.input(modelSchema).query(async ({ ctx, input }) => {
    const { registry } = ctx.workbench
    const version = await registry.aliased(input.model ?? (await servedModel(registry)), 'champion')
    if (version === undefined) return null
    const { frequency, rates, stations } = featurizerSchema.parse((await registry.read(version)).featurizer)
    const columns = new Map(Object.entries(frequency).map(([column, shares]) => [column, Object.entries(shares)]))
    if (rates !== undefined) columns.set('block', [...sharesOfValues(rates, 'block')])
    const choices = Array.from(columns, ([column, shares]) => ({
      column,
      values: shares
        .map(([value, share]) => ({ value, share }))
        .sort((a, b) => b.share - a.share || (a.value < b.value ? -1 : 1)),
    }))
    return { choices, stations }
  }),
  /**
   * Scores a file of incidents with the champion: progress as it goes, then where the scored file is fetched from.
   * Ending the subscription cancels it.
   */
  scoreFile: procedure
    .input(modelSchema.extend({ path: z.string().min(1).max(4096), format: z.enum(['csv', 'parquet']).default('csv') }))
    .subscription(async function* ({ ctx, input, signal = new AbortController().signal }) {
      const model = input.model ?? (await servedModel(ctx.workbench.registry))
      const work: Work = { kind: 'score', file: resolve(ctx.cwd, input.path), model, format: input.format }
      yield* withProgress(signal, async ({ signal, progress }) => {
        const scored = await ctx.inThread(work, { signal, onProgress: progress, onEvent() {} })
        if (scored === undefined || !('scored' in scored)) throw new Error('scoring gave no result')
        const { id, meanProbability = null, unscored, ...result } = scored
        const url = `files/scored/${id}/${encodeURIComponent(result.name)}`
        const left = unscored.map(({ reason, rows }) => ({ reason: describeRejection(reason), rows }))
        return { ...result, meanProbability, unscored: left, url }
      })
    }),
  /** Requests to paste elsewhere, to the endpoint's address or the one that it would have. */
  snippets: procedure.query(async ({ ctx }) => {
    const { servingPort } = await readSettings(ctx.workbench.workspace.paths.settings)
    const address = ctx.serving.state().address ?? `http://127.0.0.1:${servingPort ?? DEFAULT_PORT}`
    return snippets(address, { withKey: ctx.workbench.workspace.environment.ARREST_WORKBENCH_API_KEY !== undefined })
  }),
})

/**
 * What moved the probability, from `base`, before anything is known of the incident: `effects` by its fields, in the order
 * in which they add up to the probability, and those that matter in sentences.
 */
function whyOf(champion: Champion, features: Float64Array, incident: ReadonlyMap<string, unknown>) {
  const reasons = champion.explain?.(features, (field) => toldValue(incident, field))
  if (reasons === undefined) return null
  const { base, reasons: effects } = reasons
  return {
    base,
    effects: effects.map((effect) => ({ ...effect, label: reasonLabel(effect) })),
    told: tellReasons(reasons),
  }
}
