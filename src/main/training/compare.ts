import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { COMPARISON_FILE } from '../../shared/pipeline/comparison.ts'
import type { LearnerName } from '../../shared/pipeline/learnerParams.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { calibrateAll } from '../learners/calibration/calibration.ts'
import type { Answers } from '../learners/metrics/bootstrap.ts'
import { predictInPool } from '../learners/predict.ts'
import { runEtl } from '../pipeline/etl.ts'
import type { RunListener } from '../pipeline/events.ts'
import { parquet } from '../pipeline/stages/files.ts'
import type { RunStep } from '../pipeline/steps.ts'
import { inTrackedRun, type RunEnvironment } from '../pipeline/trackedRun.ts'
import type { Job } from '../progress.ts'
import { sharedFloats } from '../sharedFloats.ts'
import type { Source } from '../sources/source.ts'
import type { Workbench } from '../workbench.ts'
import { type Comparison, type Contest, contestantName, scoreContest, summarizeContests } from './comparison.ts'
import { fitLearners } from './train.ts'
import { loadTrainingSet, type TrainingSet } from './trainingSet.ts'

export interface CompareRequest {
  source: Source
  stationsFile: string | undefined
  /** Run date `YYYY-MM-DD`; the source's default where undefined. */
  date: string | undefined
  /** Their seeds do not count, those below do. All must hold out the same test rows. */
  recipes: Recipe[]
  /** Learners of every recipe; each recipe's own where undefined. */
  learners: LearnerName[] | undefined
  seeds: number[]
  /** Primary types that are left out of a second scoring of the same predictions. */
  without: string[]
  /** `recipe/learner` that the others are compared to; the first where undefined. */
  baseline: string | undefined
  /** Bootstrap resamples of the test rows. */
  resamples: number
  now: Date
}

export interface CompareResult extends Comparison {
  runId: string
  /** Run date `YYYY-MM-DD`. */
  date: string
  /** What the rows are, for people. */
  label: string
}

/**
 * Trains recipes × learners, each seed's on the same training rows, and scores them once on the same test rows, with
 * bootstrap intervals and a paired test against a baseline. Nothing is published or registered; every recipe × learner ×
 * seed is a tracked run.
 *
 * @throws UserError `compare.*` where recipes hold out other rows, or a name fits nothing
 */
export async function compare(
  request: CompareRequest,
  workbench: Workbench,
  { signal, progress, onEvent = () => {} }: Job & { onEvent?: RunListener },
): Promise<CompareResult> {
  const { recipes, seeds, source, resamples } = request
  const names = contestantsOf(request)
  const baseline = request.baseline ?? names[0]!
  if (!names.includes(baseline)) throw new UserError('compare.no_baseline', { baseline, known: names.join(', ') })

  const params = { recipes: recipes.map(({ name }) => name), seeds, baseline, source: source.request.kind, resamples }
  const listen = { signal, onEvent, retryWaitMs: 0 }
  return inTrackedRun(workbench, { name: 'compare', params, ...listen }, async (environment) => {
    const held: { contest: Contest; date: string; label: string }[] = []
    for (const seed of seeds) {
      const onProgress = (share: number, what: string) =>
        progress({
          done: Math.round((held.length + share) * 100),
          total: seeds.length * 100,
          unit: 'steps',
          what: `seed ${seed}, ${what}`,
        })
      held.push(await holdContest(seed, { ...request, baseline }, environment, onProgress))
    }
    const { date, label } = held[0]!
    const comparison = summarizeContests(
      held.map(({ contest }) => contest),
      baseline,
    )
    await environment.run.rename(`compare_${date}`)
    await environment.run.logJson(COMPARISON_FILE, { date, label, resamples, ...comparison })
    return { runId: environment.run.id, date, label, ...comparison }
  })
}

/** Takes one seed from the incidents to the scores of all that take part, tracked. */
async function holdContest(
  seed: number,
  request: CompareRequest & { baseline: string },
  environment: RunEnvironment,
  onProgress: (share: number, what: string) => void,
): Promise<{ contest: Contest; date: string; label: string }> {
  const { pool, signal } = environment
  const { recipes, baseline } = request
  // Each recipe's training is a part, and so is the scoring.
  let part = 0
  const report = (share: number, what: string) => onProgress((part + share) / (recipes.length + 1), what)
  const seedFolder = join(environment.workFolder, `seed-${seed}`)
  try {
    const entries: Entry[] = []
    for (const [place, recipe] of recipes.entries()) {
      // Each has its own folder: the stages' files of another must stay as they are.
      const workFolder = join(seedFolder, String(place))
      const onStage = (stage: string) => report(0, `${recipe.name}: ${stage}`)
      entries.push(await enter({ ...recipe, seed }, request, { ...environment, workFolder }, onStage))
    }
    const { date, label } = entries[0]!.set
    const rows = await readTestRows(entries, request, environment)
    const entrants: Entrant[] = []
    for (const entry of entries) {
      const onShare = (share: number, what: string) => report(share, `${entry.recipe.name}: ${what}`)
      entrants.push(...(await answer(entry, environment, onShare)))
      part += 1
    }
    const contest = await scoreContest({ seed, ...rows, entrants, baseline }, request, {
      pool,
      signal,
      onProgress: (share) => report(share, 'bootstrap'),
    })
    await trackContest(contest, environment)
    return { contest, date, label }
  } finally {
    await rm(seedFolder, { recursive: true, force: true })
  }
}

/** `recipe/learner` of all that take part, once each. */
function contestantsOf({ recipes, learners }: CompareRequest): string[] {
  const names = recipes.flatMap((recipe) =>
    (learners ?? recipe.train.learners).map((learner) => contestantName(recipe.name, learner)),
  )
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw new UserError('compare.twice', { name: twice })
  return names
}

/** A learner's answers to the test rows. */
export interface Entrant extends Answers {
  recipe: string
  learner: LearnerName
  /** Calibrated, means over the folds of the training rows. */
  crossValidation: { average_precision: number; mcc: number; brier: number }
  /** Of training all learners of the recipe. */
  elapsedMs: number
}

/** A recipe with the learners that are asked for, and what its stages made. */
interface Entry {
  recipe: Recipe
  set: TrainingSet
}

/** Takes the incidents through a recipe's stages; stored results are used as they are. */
async function enter(
  recipe: Recipe,
  { source, stationsFile, date, now, learners }: CompareRequest,
  environment: RunEnvironment,
  onStage: (stage: string) => void,
): Promise<Entry> {
  const runStep: RunStep = async (step, work) => {
    onStage(step)
    return (await work()).result
  }
  const etl = await runEtl(
    { source, stationsFile, date, recipe, fromStage: undefined, toStage: 'features' },
    { ...environment, now, onEvent() {} },
    runStep,
  )
  const train = { ...recipe.train, learners: learners ?? recipe.train.learners }
  return { recipe: { ...recipe, train }, set: await loadTrainingSet(etl, environment.duck) }
}

/** Trains a recipe's learners and asks them about the test rows. */
async function answer(
  { recipe, set }: Entry,
  { pool, signal, units }: RunEnvironment,
  onShare: (share: number, what: string) => void,
): Promise<Entrant[]> {
  const start = performance.now()
  const fitted = await fitLearners(set, recipe, {
    pool,
    signal,
    units,
    onEvent(event) {
      if (event.type !== 'step-progress') return
      onShare(event.progress.done / event.progress.total, event.progress.what ?? event.step)
    },
  })
  const elapsedMs = performance.now() - start
  const entrants: Entrant[] = []
  for (const name of recipe.train.learners) {
    const { model, calibration, threshold, mean } = fitted.find(({ learner }) => learner === name)!
    const raw = await predictInPool(pool, model, set.test.columns, set.test.rows, { signal })
    const probabilities = sharedFloats(raw.length)
    probabilities.set(calibrateAll(calibration, raw))
    const crossValidation = { average_precision: mean.average_precision, mcc: mean.mcc, brier: mean.brier }
    entrants.push({ recipe: recipe.name, learner: name, probabilities, threshold, crossValidation, elapsedMs })
  }
  return entrants
}

/**
 * The rows that all recipes are asked about, in their order.
 *
 * @throws UserError `compare.other_rows`, `compare.no_such_type`
 */
async function readTestRows(
  entries: Entry[],
  { without }: CompareRequest,
  { duck }: RunEnvironment,
): Promise<{ labels: Uint8Array<SharedArrayBuffer>; types: string[] }> {
  const [first, ...others] = entries.map(({ set }) => set)
  const ids = parquet(first!.tables.testIds)
  for (const other of others) {
    const differing = await duck.number(`
      SELECT count(*)
      FROM ${ids} AS own
      POSITIONAL JOIN (SELECT id AS other FROM ${parquet(other.tables.testIds)}) AS theirs
      WHERE own.id IS DISTINCT FROM theirs.other`)
    if (differing > 0) throw new UserError('compare.other_rows')
  }
  const rows = await duck.rows<{ primary_type: string }>(`
    SELECT incident.primary_type
    FROM ${ids} AS test
    JOIN ${parquet(first!.tables.enriched)} AS incident USING (id)
    ORDER BY id`)
  const types = rows.map(({ primary_type: type }) => type)
  const unknown = without.find((type) => !types.includes(type))
  if (unknown !== undefined) {
    throw new UserError('compare.no_such_type', { type: unknown, known: [...new Set(types)].sort().join(', ') })
  }
  return { labels: first!.test.labels, types }
}

/** A tracked run for each learner of a seed. */
async function trackContest(
  { seed, scopes }: Contest,
  { tracking, experiment, run: parent }: RunEnvironment,
): Promise<void> {
  const [all] = scopes
  for (const { recipe, learner, crossValidation, threshold, scores } of all!.rows) {
    await tracking.withRun(
      {
        experiment,
        name: `${recipe}_${learner}_seed_${seed}`,
        kind: 'training',
        parentId: parent.id,
        tags: { learner, recipe },
        params: { recipe, learner, seed, threshold },
      },
      async (run) => {
        const values = Object.entries(scores).map(([name, { value }]): [string, number] => [name, value])
        const folds = Object.entries(crossValidation).map(([name, value]): [string, number] => [`cv_${name}`, value])
        await run.logMetrics(Object.fromEntries([...values, ...folds]))
      },
    )
  }
}
