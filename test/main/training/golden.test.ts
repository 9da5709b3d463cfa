import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adjustRecipe } from '../../../src/main/pipeline/loadRecipe.ts'
import { type PipelineResult, runPipeline } from '../../../src/main/pipeline/runPipeline.ts'
import { createFileSource } from '../../../src/main/sources/file/file.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import { keptFolder } from '../../folders.ts'
import { describeWithShared, quietJob, shared } from '../../support.ts'

describeWithShared('a run on the year 2017', () => {
  const folder = keptFolder()
  const golden = () => JSON.parse(readFileSync(shared('golden', 'golden.json'), 'utf8'))
  let workbench: Workbench
  let result: PipelineResult

  beforeAll(async () => {
    workbench = await openWorkbench({ workspace: folder, store: undefined, threads: 2, env: {}, cwd: folder })
    result = await run()
  }, 300_000)
  afterAll(() => workbench.close())

  function run(settings: string[] = []): Promise<PipelineResult> {
    return runPipeline(
      {
        source: createFileSource(shared('data', 'crimes_2017.parquet')),
        stationsFile: undefined,
        date: undefined,
        recipe: adjustRecipe({}, settings),
        fromStage: undefined,
        toStage: undefined,
        csv: false,
        allowSchemaChange: false,
        retryWaitMs: 0,
        now: new Date('2018-02-01T12:00:00Z'),
        actor: 'test',
      },
      workbench,
      { signal: quietJob().signal, onEvent() {} },
    )
  }

  const of = (learner: string) => result.training!.trained.find((trained) => trained.learner === learner)!

  it('chooses boosting by its folds, and makes it the first champion', () => {
    expect(result.training!.trained[0]!.learner).toBe('gradient-boosting')
    expect(result.training!.promotion).toMatchObject({
      model: 'xgboost_chicago_crimes',
      registered: true,
      version: { version: 1, stage: 'Production', aliases: ['champion'], learner: 'gradient-boosting' },
      verdict: { promote: true, code: 'verdict_first_champion' },
    })
  })

  it('gives boosting probabilities that mean what they say', () => {
    const { calibrated } = of('gradient-boosting').evaluation
    expect(Math.abs(calibrated.mean_probability - calibrated.arrest_rate)).toBeLessThan(0.01)
    expect(calibrated.brier).toBeLessThan(golden().learners['xgboost hist 100x6 eta .3'].brier)
    expect(calibrated.calibration_error).toBeLessThan(0.01)
  })

  it.each([
    ['gradient-boosting', 'xgboost hist 100x6 eta .3', 0.003, 0.008],
    ['random-forest', 'random-forest 100', 0.006, 0.006],
    ['logistic-regression', 'logistic-regression C=1', 0.003, 0.008],
  ])('%s does as well as the stack of today', (learner, reference, auc, mcc) => {
    const { raw } = of(learner).evaluation
    const expected = golden().learners[reference]
    expect(raw.auc).toBeGreaterThan(expected.auc - auc)
    expect(raw.mcc).toBeGreaterThan(expected.mcc - mcc)
  })

  it('promises in its folds what it then keeps on the test rows', () => {
    for (const { crossValidation, evaluation } of result.training!.trained) {
      expect(Math.abs(crossValidation.mcc - evaluation.calibrated.mcc)).toBeLessThan(0.02)
      expect(Math.abs(crossValidation.average_precision - evaluation.calibrated.average_precision)).toBeLessThan(0.02)
    }
  })

  it('tracks every stage and training with figures, reports and files', async () => {
    const { runs } = workbench.tracking
    const parent = await runs.get(result.runId)
    expect(parent).toMatchObject({ name: 'pipeline_2018-01-01', status: 'FINISHED' })
    const children = await runs.children(result.runId)
    expect(children.every(({ status }) => status === 'FINISHED')).toBe(true)
    expect(children.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ['raw_data', 'split', 'balance', 'features', 'pipeline_summary'].map((name) => `${name}_2018-01-01`),
      ),
    )
    const boosting = await runs.get(of('gradient-boosting').runId)
    expect(boosting.artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'classification_report.json',
        'confusion_matrix.json',
        'figures/roc.json',
        'figures/calibration.json',
        'model/model.bin',
        'model/featurizer.json',
        'model/recipe.json',
      ]),
    )
    expect(boosting.metrics.brier).toBe(of('gradient-boosting').evaluation.calibrated.brier)
  })

  it('finds every stage stored when it is run again, and nothing new to register', async () => {
    const again = await run(['train.learners=["gradient-boosting"]'])
    const ran = [...again.etl.stages].filter(([stage, { cached }]) => stage !== 'setup' && !cached)
    expect(ran).toEqual([])
    expect(again.training!.promotion).toMatchObject({ registered: false, version: { version: 1 } })
  }, 300_000)
})
