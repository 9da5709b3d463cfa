import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseCsv } from '../../src/main/sources/csv.ts'
import {
  filesOf,
  folderForFile,
  type RunDocument,
  run,
  runDocument,
  runJson,
  smallYear,
  startForTest,
  writeYear,
} from '../support/cli.ts'
import { toPortalCsv } from '../support/incidents.ts'

const versionSchema = z.object({ version: z.number(), aliases: z.array(z.string()), stage: z.string() })
const modelsSchema = z.array(z.object({ name: z.string(), generated: z.boolean(), versions: z.array(versionSchema) }))
const predictionSchema = z.object({ prediction: z.boolean(), probability: z.number(), model_version: z.string() })

const INCIDENT = {
  date: '2018-01-15T14:30:00',
  iucr: '1811',
  primary_type: 'NARCOTICS',
  location_description: 'STREET',
  domestic: false,
  x_coordinate: 1_170_000,
  y_coordinate: 1_890_000,
  district: '011',
  beat: '1121',
}

describe('from a file to a served champion', () => {
  const folder = folderForFile()
  const workspace = join(folder, 'workspace')
  let year: string
  let first: RunDocument

  beforeAll(async () => {
    year = writeYear(folder)
    first = await runJson(runDocument, ['--workspace', workspace, 'run', '--source', year])
  })

  it('a run publishes ml-ready sets that a notebook can read, and makes its best learner the champion', async () => {
    expect(first).toMatchObject({ date: '2018-01-01', generated: false, aliases: ['champion'], version: 1 })
    expect(first.learners).toHaveLength(4)
    const [header = [], ...rows] = parseCsv(
      readFileSync(join(workspace, 'data', 'ml-ready-data', 'train_2018-01-01.csv'), 'utf8'),
    )
    expect(header).toEqual([...first.features, 'arrest'])
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(['0', '1']))
    const manifest = JSON.parse(readFileSync(join(workspace, 'data', '_manifest.json'), 'utf8'))
    expect(manifest.run_id).toBe(first.run_id)
  })

  it('shows for people what it shows for programs', async () => {
    const { stdout } = await run(['--workspace', workspace, 'models'])
    expect(stdout).toMatch(/xgboost_chicago_crimes\n.*version.*\n\s+1\s+Production/)
    const show = await run(['--workspace', workspace, 'runs', 'show', first.run_id])
    expect(show.stdout).toContain('balance_2018-01-01')
    expect(show.stdout).toContain('FINISHED')
    expect((await run(['--workspace', workspace, 'runs'])).stdout).toContain(first.run_id)
  })

  it('the same command again runs no stage twice', async () => {
    const again = await runJson(runDocument, ['--workspace', workspace, 'run', '--source', year])
    const computed = again.stages.filter(({ stage, cached }) => !cached && stage !== 'setup')
    expect(computed).toEqual([])
    expect(again.learners).toEqual(first.learners)
    expect(again.version).toBe(1)
  })

  it('the endpoint answers incidents and features alike, and follows promotion and rollback', async () => {
    const own = join(folder, 'served')
    cpSync(workspace, own, { recursive: true })
    const serving = startForTest(['--workspace', own, 'serve', '--port', '0'])
    const [, address = ''] = await serving.says(/ on (http:\/\/127\.0\.0\.1:\d+)/)
    await serving.says(/curl .*\/predict/s)

    const ask = async (body: unknown) => {
      const response = await fetch(`${address}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.status).toBe(200)
      return predictionSchema.parse(await response.json())
    }
    const versionOf = async () => (await ask(INCIDENT)).model_version
    expect(await ask(INCIDENT)).toMatchObject({ model_version: '1', prediction: true })

    // A row of the ml-ready set by its features is answered with the probability that `predict` gives it.
    const set = join(own, 'data', 'ml-ready-data', 'test_2018-01-01.csv')
    const scored = join(folder, 'scored.csv')
    expect((await run(['--workspace', own, 'predict', set, '--output', scored])).code).toBe(0)
    const [header = [], row = []] = parseCsv(readFileSync(scored, 'utf8'))
    const features = Object.fromEntries(first.features.map((name) => [name, Number(row[header.indexOf(name)])]))
    expect((await ask(features)).probability).toBe(Number(row[header.indexOf('probability')]))

    const trained = await runJson(z.object({ version: z.number(), aliases: z.array(z.string()) }), [
      '--workspace',
      own,
      'train',
      '--learner',
      'logistic-regression',
    ])
    expect(trained).toEqual({ version: 2, aliases: ['challenger'] })
    expect(await versionOf()).toBe('1')
    await runJson(versionSchema, ['--workspace', own, 'models', 'promote'])
    await expect.poll(versionOf, { timeout: 20_000 }).toBe('2')
    await runJson(versionSchema, ['--workspace', own, 'models', 'rollback'])
    await expect.poll(versionOf, { timeout: 20_000 }).toBe('1')
    const [model] = await runJson(modelsSchema, ['--workspace', own, 'models'])
    expect(model?.versions.map(({ version, aliases }) => [version, aliases])).toEqual([
      [2, ['previous_champion']],
      [1, ['champion']],
    ])

    serving.process.kill('SIGTERM')
    expect((await serving.ended).code).toBe(0)
  })

  it('a year trained with other parameters becomes a challenger where it is not better', async () => {
    const own = join(folder, 'challenged')
    cpSync(workspace, own, { recursive: true })
    const second = await runJson(runDocument, [
      ...['--workspace', own, 'run', '--source', year],
      ...['--set', 'train.learners=["decision-tree"]', '--set', 'balance.neighbours=3'],
    ])
    expect(second).toMatchObject({ version: 2, aliases: ['challenger'] })
    expect(second.stages.map(({ stage, cached }) => [stage, cached])).toContainEqual(['scale', true])
    expect(second.stages.map(({ stage, cached }) => [stage, cached])).toContainEqual(['balance', false])
  })

  describe('predict', () => {
    const predict = (...args: string[]) => run(['--workspace', workspace, 'predict', ...args])

    it('scores incidents that have no arrest yet, and says why some have no probability', async () => {
      const incidents = smallYear(200, 5)
      delete incidents[3]!.iucr
      incidents[4]!.date = 'soon'
      const file = join(folder, 'new.csv')
      const names = [
        'id',
        'date',
        'iucr',
        'primary_type',
        'location_description',
        'x_coordinate',
        'y_coordinate',
      ] as const
      writeFileSync(file, toPortalCsv(incidents, 'api', [...names]))

      const { code, stdout, stderr } = await predict(file)
      expect(code).toBe(0)
      const [header, ...rows] = parseCsv(stdout)
      expect(header).toEqual([...names, 'probability', 'prediction'])
      expect(rows.map(([id]) => id)).toEqual(incidents.map(({ id }) => id))
      for (const [place, row] of rows.entries()) {
        const [probability = '', prediction] = row.slice(-2)
        if (place === 3 || place === 4) expect([probability, prediction]).toEqual(['', ''])
        else expect(prediction).toBe(String(Number(probability) >= 0.5))
      }
      expect(stderr).toContain('198 of 200 rows scored by xgboost_chicago_crimes version 1')
      expect(stderr).toMatch(/1 row has no probability: .*iucr/)
      expect(stderr).toMatch(/1 row has no probability: .*date/)
    })

    it('gives the same probabilities from CSV, Parquet and JSON, and can score a scored file again', async () => {
      const incidents = smallYear(300, 6)
      const csv = writeYear(folder, incidents, 'three.csv')
      const json = join(folder, 'three.json')
      writeFileSync(json, JSON.stringify(incidents.map((row) => ({ ...row, location: { latitude: 1, human: 'x' } }))))
      const parquet = join(folder, 'scored.parquet')
      expect((await predict(csv, '--output', parquet)).code).toBe(0)
      const probabilities = async (file: string) => {
        const { stdout } = await predict(file)
        const [header = [], ...rows] = parseCsv(stdout)
        expect(header.filter((name) => name === 'probability')).toHaveLength(1)
        expect(header).not.toContain('human')
        return rows.map((row) => row[header.indexOf('probability')])
      }
      const expected = await probabilities(csv)
      expect(expected).toHaveLength(300)
      expect(await probabilities(json)).toEqual(expected)
      expect(await probabilities(parquet)).toEqual(expected)
    })

    it('writes the file whole or not at all, and never over the one that it reads', async () => {
      const before = filesOf(folder).size
      const damaged = join(folder, 'cut.csv.gz')
      writeFileSync(damaged, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]))
      const failed = await predict(damaged, '--output', join(folder, 'never.csv'))
      expect(failed.code).toBe(1)
      expect(failed.stderr).not.toMatch(/ at .*\(/)
      expect((await predict(year, '--output', year)).stderr).toMatch(/would be overwritten/)
      expect(filesOf(folder).size).toBe(before + 1)
      expect(readFileSync(year, 'utf8')).toMatch(/^ID,/)
    })

    it('names what a file lacks, and what to do where there is no champion', async () => {
      const file = join(folder, 'other.csv')
      writeFileSync(file, 'a,b\n1,2\n')
      expect((await predict(file)).stderr).toMatch(/holds neither incidents .*iucr.* nor its features/)
      const empty = await run(['--workspace', join(folder, 'empty'), 'predict', year])
      expect(empty.code).toBe(1)
      expect(empty.stderr).toMatch(/has no champion yet.*\nSee: demo, run/)
    })

    it('prints a summary for programs', async () => {
      const output = join(folder, 'summary.csv.gz')
      const { code, stdout } = await predict(year, '--output', output, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ rows: 3000, output, version: 1, generated_data: false })
    })
  })
})
