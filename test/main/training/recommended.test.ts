import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRoot } from '../../../src/main/appRoot.ts'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { readParquet } from '../../../src/main/parquet/reader.ts'
import { doubles } from '../../../src/main/parquet/table.ts'
import {
  buildFeaturizer,
  createFeaturizer,
  type RawIncident,
} from '../../../src/main/pipeline/featurizer/featurizer.ts'
import { createFileSource } from '../../../src/main/sources/file/file.ts'
import { type CompareResult, compare } from '../../../src/main/training/compare.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import { PRESETS, type Recipe, recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import { digest, runEtl } from '../pipeline/etl.ts'
import { SMALL_YEAR_DATE, smallYear, smallYearStations, writeSmallYear } from '../pipeline/smallYear.ts'

/** The small year with blocks of some 30 incidents each, and minutes; every 50th block is not known. */
const withBlocks = `(
  SELECT * REPLACE (
    CASE WHEN CAST(id AS BIGINT) % 50 = 0 THEN NULL ELSE printf('%03dXX S STATE ST', CAST(id AS BIGINT) % 200) END AS block
  )
  FROM ${smallYear}
)`

const folder = mkdtempSync(join(tmpdir(), 'recommended-'))
const file = join(folder, 'year.parquet')
let duck: Duck
beforeAll(async () => {
  duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
  await writeSmallYear(duck, file, withBlocks)
})
afterAll(() => {
  duck.close()
  rmSync(folder, { recursive: true })
})

const recommended = PRESETS.recommended!

describe('the recipe recommended on a small year', () => {
  const run = async (name: string, threads = 2) =>
    runEtl({
      months: [file],
      stations: await smallYearStations(duck),
      date: SMALL_YEAR_DATE,
      folder: join(folder, name),
      recipe: recommended,
      threads,
    })

  it('gives a raw incident the features that the stages computed for it as a test row', async () => {
    const { fitted, file: tableOf } = await run('equality')
    const featurizer = createFeaturizer(JSON.parse(JSON.stringify(buildFeaturizer(fitted))))
    expect(featurizer.features).toContain('iucr_and_block_rate')
    expect(featurizer.features).toContain('minute')
    expect(featurizer.requiredFields).toContain('block')

    const test = await readParquet(tableOf('features', 'test'))
    const columns = featurizer.features.map((name) => doubles(test, name))
    const incidents = await duck.rows<RawIncident & Record<string, unknown>>(`
      SELECT raw.* REPLACE (strftime(raw.date, '%Y-%m-%dT%H:%M:%S') AS date)
      FROM ${literal(tableOf('features', 'test_ids'))} AS test
      JOIN (FROM ${literal(file)} QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated_on DESC) = 1) AS raw
      USING (id)
      ORDER BY id`)
    expect(incidents).toHaveLength(columns[0]!.length)
    for (const [row, incident] of incidents.entries()) {
      expect(Array.from(featurizer.featurize(incident))).toEqual(columns.map((column) => column[row]))
    }
  })

  it('gives the same bytes on one thread', async () => {
    const one = await run('one-thread', 1)
    const two = await run('two-threads', 2)
    for (const part of ['train', 'test']) {
      expect(digest(one.file('features', part, 'csv'))).toBe(digest(two.file('features', part, 'csv')))
    }
  })

  it('trains on real rows only', async () => {
    const { file: tableOf, rows } = await run('real-rows')
    expect(rows.features!.train).toBe(rows.split!.train)
    expect(await duck.number(`SELECT min(id) FROM ${literal(tableOf('features', 'train_ids'))}`)).toBeGreaterThan(0)
  })
})

describe('a comparison', () => {
  let workbench: Workbench
  let result: CompareResult
  const quick = (recipe: Recipe): Recipe => recipeSchema.parse({ ...recipe, train: { ...recipe.train, folds: 2 } })
  const request = {
    source: createFileSource(file),
    stationsFile: join(appRoot, 'test', 'reference', 'small_year_stations.csv'),
    date: SMALL_YEAR_DATE,
    recipes: [quick(PRESETS.classic!), quick(recommended)],
    learners: ['logistic-regression' as const],
    seeds: [1, 2],
    without: ['NARCOTICS'],
    baseline: undefined,
    resamples: 100,
    now: new Date('2030-02-01T00:00:00Z'),
  }
  const job = { signal: new AbortController().signal, progress() {} }

  beforeAll(async () => {
    workbench = await openWorkbench({
      workspace: join(folder, 'workspace'),
      store: undefined,
      threads: 2,
      env: {},
      cwd: folder,
      onWaiting() {},
    })
    result = await compare(request, workbench, job)
  })
  afterAll(() => workbench.close())

  it('scores every recipe and learner on the same test rows, with and without a primary type', () => {
    expect(result.baseline).toBe('classic/logistic-regression')
    expect(result.contests.map(({ seed }) => seed)).toEqual([1, 2])
    for (const { scopes } of result.contests) {
      const [all, without] = scopes
      expect(all!.testRows).toBeGreaterThan(without!.testRows)
      for (const { rows } of scopes) {
        expect(rows.map(({ recipe }) => recipe)).toEqual(['classic', 'recommended'])
        for (const { scores } of rows) {
          expect(scores.average_precision.low).toBeLessThan(scores.average_precision.value)
          expect(scores.average_precision.high).toBeGreaterThan(scores.average_precision.value)
        }
        expect(rows[0]!.scores.mcc.difference).toBeUndefined()
        const { difference } = rows[1]!.scores.average_precision
        const apart = rows[1]!.scores.average_precision.value - rows[0]!.scores.average_precision.value
        expect(difference!.value).toBeCloseTo(apart, 12)
      }
    }
    const values = result.contests.map(({ scopes }) => scopes[0]!.rows[1]!.scores.brier.value)
    const { mean, sd } = result.summary[0]!.rows[1]!.scores.brier
    expect(mean).toBeCloseTo((values[0]! + values[1]!) / 2, 12)
    expect(sd).toBeCloseTo(Math.abs(values[0]! - values[1]!) / Math.SQRT2, 12)
  })

  it('is tracked: a run for the comparison, and one for each recipe, learner and seed', async () => {
    const runs = await workbench.tracking.runs.list({ parentId: result.runId })
    expect(runs.map(({ name }) => name).sort()).toEqual([
      'classic_logistic-regression_seed_1',
      'classic_logistic-regression_seed_2',
      'recommended_logistic-regression_seed_1',
      'recommended_logistic-regression_seed_2',
    ])
  })

  it('registers and publishes nothing', async () => {
    expect(await workbench.registry.models()).toEqual([])
  })

  it.each([
    ['a baseline that takes no part', { baseline: 'classic/random-forest' }, 'compare.no_baseline'],
    ['a recipe twice', { recipes: [PRESETS.classic!, PRESETS.classic!] }, 'compare.twice'],
    [
      'recipes with other test rows',
      {
        seeds: [1],
        recipes: [
          quick(PRESETS.classic!),
          { ...quick(recommended), split: { strategy: 'time' as const, test_share: 0.2 } },
        ],
      },
      'compare.other_rows',
    ],
    ['a type that is none', { seeds: [1], without: ['PARKING'] }, 'compare.no_such_type'],
  ])('refuses %s', async (_, change, code) => {
    await expect(compare({ ...request, ...change }, workbench, job)).rejects.toMatchObject({ code })
  })
})
