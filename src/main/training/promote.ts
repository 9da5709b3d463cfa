import { recordedText, text } from '../../shared/messages/index.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import type { Duck } from '../duck.ts'
import { confusionMatrix, matthewsCorrelation } from '../learners/metrics/metrics.ts'
import type { RawIncident } from '../pipeline/featurizer/featurizer.ts'
import { parquet } from '../pipeline/stages/files.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import type { ModelVersion } from '../registry/registry.ts'
import { compareToChampion, type Verdict } from '../registry/verdict.ts'
import { openModel, type ServedModel } from './servedModel.ts'
import { modelName } from './trackModel.ts'
import { readTrainingIds, type TrainedModel } from './trainedModel.ts'
import type { TrainingSet } from './trainingSet.ts'

/** `by_rule`: a better model becomes champion at once. `after_trial`: it is kept as the challenger, unless it is the first. */
export type PromotionMode = 'by_rule' | 'after_trial'

export interface PromotionRequest {
  set: TrainingSet
  /** The best of the run, to be registered. */
  best: TrainedModel
  recipe: Recipe
  allowSchemaChange: boolean
  mode: PromotionMode
  /** Who runs it. */
  actor: string
}

export interface PromotionOutcome {
  /** Name of the registered model. */
  model: string
  version: ModelVersion
  /** False when an equal version was registered before; there is no verdict then. */
  registered: boolean
  verdict: Verdict | undefined
}

/** Registers a run's best model, and makes it champion, or challenger where it is not better by the threshold. */
export function promote(request: PromotionRequest, context: RunEnvironment): Promise<PromotionOutcome> {
  const { set, recipe } = request
  return context.runStep('promote', async () => {
    const outcome = await decide(request, context)
    const { model, version, registered, verdict } = outcome
    return {
      result: outcome,
      report: {
        runName: `promote_${set.date}`,
        summary: summarize(outcome),
        cached: !registered,
        params: { model, version: version.version, threshold: recipe.promote.threshold, becomes: becomes(outcome) },
        metrics: {},
        documents: { 'verdict.json': { model, version: version.version, registered, verdict: verdict ?? null } },
      },
    }
  })
}

async function decide(request: PromotionRequest, context: RunEnvironment): Promise<PromotionOutcome> {
  const { set, best, recipe, actor, allowSchemaChange, mode } = request
  const { registry } = context
  const model = modelName(set)
  const registered = (await registry.models()).find(({ name }) => name === model)?.versions ?? []
  const equal = registered.find(({ contentHash }) => contentHash === best.contentHash)
  if (equal !== undefined) return { model, version: equal, registered: false, verdict: undefined }

  const champion = registered.find(({ aliases }) => aliases.includes('champion'))
  const { version } = await registry.registerVersion({
    content: best.content,
    reason: text('registry.best_of_run'),
    actor,
  })
  const contest = champion === undefined ? undefined : await score(champion, request, context)
  const compared = compareToChampion({
    model,
    challenger: { features: best.content.info.features, mcc: contest?.challenger ?? Number.NaN },
    champion: contest && {
      features: allowSchemaChange ? best.content.info.features : contest.features,
      mcc: contest.champion,
    },
    unseenRows: contest?.rows ?? 0,
    threshold: recipe.promote.threshold,
  })
  const isTried = mode === 'after_trial' && champion !== undefined && compared.code !== 'verdict_other_features'
  const verdict: Verdict = isTried ? { promote: false, code: 'verdict_to_be_tried', params: {} } : compared
  const reason = recordedText(verdict.code, verdict.params)
  if (verdict.promote) await registry.promote(model, version, { reason, actor, allowSchemaChange })
  else await registry.setAlias(model, 'challenger', version, { reason, actor })
  return { model, version: await registry.version(model, version), registered: true, verdict }
}

interface Contest {
  /** The champion's inputs. */
  features: string[]
  champion: number
  challenger: number
  /** Test rows that neither was trained on. */
  rows: number
}

/** MCC of champion and challenger, each from raw incident to prediction, on the test rows that neither was trained on. */
async function score(
  version: ModelVersion,
  { set, best }: PromotionRequest,
  { registry, tracking, duck }: RunEnvironment,
): Promise<Contest> {
  const champion = openModel(await registry.read(version))
  const challenger = openModel(best.content)
  const seen = await readTrainingIds(tracking, version.runId)
  const incidents = seen === undefined ? [] : (await readTestIncidents(set, duck)).filter(({ id }) => !seen.has(id))
  const labels = Uint8Array.from(incidents, ({ arrest }) => Number(arrest))
  const mcc = (model: ServedModel) => {
    const probabilities = Float64Array.from(incidents, (incident) => model.score(model.featurizer.featurize(incident)))
    return matthewsCorrelation(confusionMatrix(labels, probabilities, model.info.threshold))
  }
  return {
    features: version.features,
    champion: mcc(champion),
    challenger: mcc(challenger),
    rows: incidents.length,
  }
}

type TestIncident = RawIncident & { id: number; arrest: boolean }

/** The test rows as they were reported. */
function readTestIncidents({ tables }: TrainingSet, duck: Duck): Promise<TestIncident[]> {
  return duck.rows<TestIncident & Record<string, unknown>>(`
    SELECT
      id::DOUBLE AS id,
      arrest,
      strftime(date, '%Y-%m-%dT%H:%M:%S') AS date,
      iucr,
      primary_type,
      location_description,
      block,
      domestic,
      fbi_code,
      district,
      beat,
      ward,
      community_area,
      x_coordinate,
      y_coordinate
    FROM ${parquet(tables.enriched)}
    WHERE id IN (SELECT id FROM ${parquet(tables.testIds)})
    ORDER BY id`)
}

/** What the model of a run is from now on. */
function becomes({ registered, verdict }: PromotionOutcome): 'champion' | 'challenger' | 'unchanged' {
  if (!registered || verdict === undefined) return 'unchanged'
  return verdict.promote ? 'champion' : 'challenger'
}

function summarize({ version, registered, verdict }: PromotionOutcome): string {
  const number = String(version.version)
  if (!registered || verdict === undefined) return text('step.promote.unchanged', { version: number })
  const said = verdict.promote
    ? text('step.promote.champion', { version: number })
    : text('step.promote.challenger', { version: number })
  return `${said}: ${recordedText(verdict.code, verdict.params)}`
}
