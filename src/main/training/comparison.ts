import { basicInterval, bootstrap, type Interval, interval, pairedPValue } from '../learners/metrics/bootstrap.ts'
import { WEIGHTED_METRICS, type WeightedMetric } from '../learners/metrics/weightedMetrics.ts'
import type { RunOptions, WorkerPool } from '../workers/pool.ts'
import type { Entrant } from './compare.ts'

/** A score with what the sample of test rows leaves open. */
export interface Score extends Interval {
  value: number
  /** Against the baseline on the same resamples; absent for the baseline itself. */
  difference?: Interval & { value: number; p: number }
}

export interface ContestRow extends Omit<Entrant, 'probabilities'> {
  scores: Record<WeightedMetric, Score>
}

/** Scores on the test rows, or on those left after some primary types are taken out. */
export interface Scope {
  without: string[]
  rows: ContestRow[]
  testRows: number
  arrests: number
}

/** What one seed's models scored. */
export interface Contest {
  seed: number
  /** All test rows first. */
  scopes: Scope[]
}

/** Mean and standard deviation (ddof 1; NaN for one seed) over the seeds. */
export interface Spread {
  mean: number
  sd: number
}

export interface SummaryRow {
  recipe: string
  learner: string
  scores: Record<WeightedMetric, Spread>
  /** Against the baseline, seed by seed. */
  differences: Record<WeightedMetric, Spread>
  crossValidation: Record<keyof Entrant['crossValidation'], Spread>
}

export interface Comparison {
  /** `recipe/learner`. */
  baseline: string
  contests: Contest[]
  /** Over the seeds, by scope. */
  summary: { without: string[]; rows: SummaryRow[] }[]
}

export function contestantName(recipe: string, learner: string): string {
  return `${recipe}/${learner}`
}

export interface ContestInput {
  seed: number
  /** 1 where a test row is an arrest. */
  labels: Uint8Array<SharedArrayBuffer>
  /** Primary type of each test row. */
  types: string[]
  entrants: Entrant[]
  /** `recipe/learner`, one of the entrants. */
  baseline: string
}

/** Scores one seed's models on all test rows, and once more without the primary types given. */
export async function scoreContest(
  input: ContestInput,
  { without, resamples }: { without: string[]; resamples: number },
  options: { pool: WorkerPool } & RunOptions,
): Promise<Contest> {
  const scopes = without.length === 0 ? [[]] : [[], without]
  const contest: Contest = { seed: input.seed, scopes: [] }
  for (const [place, left] of scopes.entries()) {
    const onProgress = (share: number) => options.onProgress?.((place + share) / scopes.length)
    contest.scopes.push(await scoreScope(input, left, resamples, { ...options, onProgress }))
  }
  return contest
}

async function scoreScope(
  { seed, labels: all, types, entrants, baseline }: ContestInput,
  without: string[],
  resamples: number,
  options: { pool: WorkerPool } & RunOptions,
): Promise<Scope> {
  const kept = Uint32Array.from(types.keys()).filter((row) => !without.includes(types[row]!))
  const labels = new Uint8Array(new SharedArrayBuffer(kept.length))
  for (const [i, row] of kept.entries()) labels[i] = all[row]!
  const models = entrants.map(({ probabilities, threshold }) => {
    const own = new Float64Array(new SharedArrayBuffer(kept.length * 8))
    for (const [i, row] of kept.entries()) own[i] = probabilities[row]!
    return { probabilities: own, threshold }
  })
  const { scores, resampled } = await bootstrap({ labels, models, resamples, seed }, options)
  const base = entrants.findIndex(({ recipe, learner }) => contestantName(recipe, learner) === baseline)
  const rows = entrants.map(({ probabilities: _, ...entrant }, place): ContestRow => {
    const scoreOf = (metric: WeightedMetric): Score => {
      const own = scores[place]![metric]
      const drawn = resampled[place]![metric]
      const range = metric === 'calibration_error' ? basicInterval(own, drawn) : interval(drawn)
      const score = { value: own, ...range }
      if (place === base) return score
      const differences = drawn.map((value, k) => value - resampled[base]![metric][k]!)
      const value = own - scores[base]![metric]
      return { ...score, difference: { value, ...interval(differences), p: pairedPValue(differences) } }
    }
    return { ...entrant, scores: eachMetric(scoreOf) }
  })
  return { without, rows, testRows: labels.length, arrests: labels.reduce((sum, label) => sum + label, 0) }
}

/** Means and standard deviations over the seeds. */
export function summarizeContests(contests: Contest[], baseline: string): Comparison {
  const [first] = contests
  const summary = first!.scopes.map(({ without, rows }, scope) => ({
    without,
    rows: rows.map(({ recipe, learner }, place): SummaryRow => {
      const own = contests.map((contest) => contest.scopes[scope]!.rows[place]!)
      const folds = (name: keyof Entrant['crossValidation']) =>
        spread(own.map(({ crossValidation }) => crossValidation[name]))
      return {
        recipe,
        learner,
        scores: eachMetric((metric) => spread(own.map((row) => row.scores[metric].value))),
        differences: eachMetric((metric) => spread(own.map((row) => row.scores[metric].difference?.value ?? 0))),
        crossValidation: { average_precision: folds('average_precision'), mcc: folds('mcc'), brier: folds('brier') },
      }
    }),
  }))
  return { baseline, contests, summary }
}

function spread(values: number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) }
}

function eachMetric<T>(of: (metric: WeightedMetric) => T): Record<WeightedMetric, T> {
  const [ap, mcc, auc, brier, error] = WEIGHTED_METRICS
  return { [ap]: of(ap), [mcc]: of(mcc), [auc]: of(auc), [brier]: of(brier), [error]: of(error) }
}
