import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readColumns } from '../../../src/main/columns.ts'
import { type Duck, openDuck } from '../../../src/main/duck.ts'
import type { Dataset } from '../../../src/main/learners/learner.ts'
import { candidateNamed } from '../../../src/main/learners/learners.ts'
import { type Metrics, metricsOf } from '../../../src/main/learners/metrics/metrics.ts'
import type { Model } from '../../../src/main/learners/model.ts'
import { predictInPool } from '../../../src/main/learners/predict.ts'
import { sharedLabels } from '../../../src/main/pipeline/stages/balance.ts'
import { parquet } from '../../../src/main/pipeline/stages/files.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import type { LearnerName } from '../../../src/shared/pipeline/learnerParams.ts'
import { keptFolder } from '../../folders.ts'
import { runEtl } from '../pipeline/etl.ts'
import { SMALL_YEAR_DATE, smallYearReference, smallYearStations, writeSmallYear } from '../pipeline/smallYear.ts'

const referenceSchema = z.object({
  selected: z.array(z.string()),
  learners: z.record(
    z.string(),
    z.object({
      auc: z.number(),
      brier: z.number(),
      mcc: z.number(),
      coefficients: z.record(z.string(), z.number()).optional(),
      intercept: z.number().optional(),
    }),
  ),
})

/** What scikit-learn and XGBoost reach on the generated small year, learning from its unbalanced scaled rows. */
describe('on the small year', () => {
  const folder = keptFolder()
  const { learners: reference, selected } = referenceSchema.parse(smallYearReference())
  const { signal } = new AbortController()
  let duck: Duck
  let pool: WorkerPool
  let train: Dataset
  let test: Dataset

  beforeAll(async () => {
    duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
    pool = createWorkerPool({ threads: 2 })
    const month = join(folder, 'raw.parquet')
    await writeSmallYear(duck, month)
    const stations = await smallYearStations(duck)
    const etl = await runEtl({ months: [month], stations, date: SMALL_YEAR_DATE, folder, last: 'scale' })
    train = await dataset(etl.file('scale', 'train'))
    test = await dataset(etl.file('scale', 'test'))
  })
  afterAll(async () => {
    await pool.close()
    duck.close()
  })

  async function dataset(file: string): Promise<Dataset> {
    const { rows, columns } = await readColumns(duck, parquet(file), [...selected, 'arrest'])
    return {
      featureNames: selected,
      rows,
      columns: selected.map((name) => columns[name]!),
      labels: sharedLabels(columns.arrest!),
    }
  }

  async function learn(learner: LearnerName, params: object = {}): Promise<{ model: Model; metrics: Metrics }> {
    const model = await candidateNamed(learner, params).fit(train, { pool, seed: 42, signal, onProgress() {} })
    const probabilities = await predictInPool(pool, model, test.columns, test.rows, { signal })
    return { model, metrics: metricsOf(test.labels, probabilities) }
  }

  it('logistic regression finds scikit-learn’s coefficients', async () => {
    const { model, metrics } = await learn('logistic-regression')
    const { coefficients, intercept, auc, brier } = reference['logistic-regression C=1']!
    if (model.kind !== 'linear') throw new Error('not a linear model')
    for (const [k, name] of selected.entries()) expect(model.coefficients[k]).toBeCloseTo(coefficients![name]!, 4)
    expect(model.intercept).toBeCloseTo(intercept!, 4)
    expect(metrics.auc).toBeCloseTo(auc, 6)
    expect(metrics.brier).toBeCloseTo(brier, 6)
  })

  it.each([
    ['decision-tree', 'decision-tree depth 5', { max_depth: 5 }, 0.01],
    ['random-forest', 'random-forest 100', {}, 0.02],
    ['gradient-boosting', 'xgboost hist 100x6 eta .3', {}, 0.02],
  ] as const)('%s does as well as its peer', async (learner, peer, params, tolerance) => {
    const { metrics } = await learn(learner, params)
    expect(metrics.auc).toBeGreaterThan(reference[peer]!.auc - tolerance)
    expect(metrics.brier).toBeLessThan(reference[peer]!.brier + tolerance)
  })
})
