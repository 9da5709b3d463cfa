import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readModelFolder } from '../../src/main/registry/modelFolder.ts'
import { parseCsv } from '../../src/main/sources/csv.ts'
import { openModel } from '../../src/main/training/servedModel.ts'
import { modelCardSchema } from '../../src/shared/modelCard/modelCard.ts'
import { describeWithXgboost, python } from '../main/learners/exchange/xgboostReference.ts'
import { folderForFile, run, runJson, writeYear } from '../support/cli.ts'

const folder = folderForFile()
const workspace = join(folder, 'workspace')
const set = (part: string) => join(workspace, 'data', 'ml-ready-data', `${part}_2018-01-01.csv`)
const command = (...args: string[]) => ['--workspace', workspace, ...args]

beforeAll(async () => {
  const learner = ['--set', 'train.learners=["gradient-boosting"]', '--set', 'train.folds=2']
  const { code, stderr } = await run(command('run', '--source', writeYear(folder), ...learner))
  expect(stderr).toContain('champion')
  expect(code).toBe(0)
})

describe('models card', () => {
  it('tells the champion as JSON, and as a page that stands alone', async () => {
    const file = join(folder, 'card.html')
    const card = await runJson(modelCardSchema.loose(), command('models', 'card', '--html', file))
    expect(card).toMatchObject({ model: 'xgboost_chicago_crimes', version: 1, learner: 'gradient-boosting' })
    expect(card.groupings.map(({ by }) => by)).toEqual(['district', 'community_area', 'primary_type', 'domestic'])
    for (const { groups } of card.groupings) {
      expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(card.data.test_rows)
    }
    const { low, value, high } = card.metrics.intervals.average_precision!
    expect(low).toBeLessThan(value)
    expect(value).toBeLessThan(high)
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/)
    const words = await run(command('models', 'card', '1'))
    expect(words.stdout).toContain('Decisions about individuals')
  })
})

describe('models import', () => {
  it('refuses what is no model of XGBoost, and what is not there', async () => {
    const file = join(folder, 'no-model.json')
    writeFileSync(file, '['.repeat(100_000))
    const damaged = await run(command('models', 'import', file))
    expect([damaged.code, damaged.stderr]).toEqual([1, expect.stringContaining('no model that XGBoost saved')])
    const missing = await run(command('models', 'import', join(folder, 'nothing.json')))
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('cannot be read')])
  })
})

describeWithXgboost('models import of a model that XGBoost trained', () => {
  const theirs = join(folder, 'theirs.json')
  const fewer = join(folder, 'fewer.json')
  let probabilities: number[]
  beforeAll(() => {
    probabilities = python<number[]>(
      `import json, sys, pandas, xgboost
given = json.load(sys.stdin)
train, test = pandas.read_csv(given["train"]), pandas.read_csv(given["test"])
names = sorted(train.columns.drop("arrest"), reverse=True)
def fit(names):
    params = {"objective": "binary:logistic", "max_depth": 4, "nthread": 1}
    return xgboost.train(params, xgboost.DMatrix(train[names], train["arrest"], nthread=1), 20)
booster = fit(names)
booster.save_model(given["theirs"])
fit(names[1:]).save_model(given["fewer"])
print(json.dumps(booster.predict(xgboost.DMatrix(test[names], nthread=1)).tolist()))`,
      { train: set('train'), test: set('test'), theirs, fewer },
    )
  })

  it('answers as it does there, whatever the order of its columns', async () => {
    const version = z.object({ version: z.number(), aliases: z.array(z.string()), folder: z.string() })
    const imported = await runJson(version, command('models', 'import', theirs))
    expect(imported).toMatchObject({ version: 2, aliases: [] })
    const model = openModel(await readModelFolder(imported.folder))
    const [header = [], ...rows] = parseCsv(readFileSync(set('test'), 'utf8'))
    const columns = model.info.features.map((name) => header.indexOf(name))
    const ours = rows.map((row) => model.score(Float64Array.from(columns, (column) => Number(row[column]))))
    expect(Math.max(...ours.map((value, row) => Math.abs(value - probabilities[row]!)))).toBeLessThan(1e-6)
    const card = await run(command('models', 'card', '2'))
    expect([card.code, card.stderr]).toEqual([1, expect.stringContaining('has no card')])
  })

  it('is refused where its inputs are others, naming them', async () => {
    const { code, stderr } = await run(command('models', 'import', fewer))
    expect(code).toBe(1)
    expect(stderr).toMatch(/other inputs than the champion \(missing: \w+; new: –\)/)
  })
})
