import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFile } from '../../src/main/api/files.ts'
import { EXAMPLE_INCIDENT } from '../../src/main/serving/docs/examples.ts'
import { PRESETS } from '../../src/shared/pipeline/recipe.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

const never = new AbortController().signal
const MODEL = 'xgboost_chicago_crimes'

describe('champions in the window', () => {
  let test: TestApi
  let api: TestApi['api']
  let file: string

  async function run(recipe: object): Promise<void> {
    const { runId } = await api.pipeline.start({
      source: { kind: 'file', path: file },
      recipe: { ...QUICK_RECIPE, ...recipe },
    })
    expect((await runEnd(api, runId)).status).toBe('FINISHED')
  }

  beforeAll(async () => {
    test = await openApi()
    api = test.api
    file = incidentFile(test.folder, 3000)
  })
  afterAll(() => test.close())

  it('are none at first, which is told', async () => {
    expect(await api.serving.champion({})).toBeNull()
    expect(await api.serving.form({})).toBeNull()
    const refused = api.serving.predict({ instance: EXAMPLE_INCIDENT })
    await expect(refused).rejects.toMatchObject({ cause: { code: 'serving.no_champion' } })
    expect(await api.models.list()).toEqual([])
    await expect(api.models.rollback({ model: MODEL })).rejects.toMatchObject({ cause: { code: 'model_not_found' } })
  })

  it('come of a run, with a card and why', async () => {
    await run({})
    const [model] = await api.models.list()
    expect(model).toMatchObject({ name: MODEL, generated: false })
    const card = await api.models.version({ model: MODEL, version: 1 })
    expect(card).toMatchObject({
      aliases: ['champion'],
      info: { run_date: '2018-01-01' },
      verdict: { promote: true, code: 'verdict_first_champion' },
    })
    expect(card.events.map(({ action }) => action)).toEqual(['registered', 'promoted'])
    expect(JSON.stringify(card)).not.toContain(test.folder)
  })

  it('give way to a challenger, and come back', async () => {
    await run({ train: { learners: ['logistic-regression'], folds: 2 } })
    const [model] = await api.models.list()
    expect(model!.versions.map(({ version, aliases }) => [version, aliases])).toEqual([
      [2, ['challenger']],
      [1, ['champion']],
    ])
    expect(await api.models.promote({ model: MODEL, reason: 'looks better' })).toMatchObject({
      version: 2,
      aliases: ['champion'],
    })
    expect(await api.serving.champion({})).toMatchObject({ version: '2' })
    expect(await api.models.rollback({ model: MODEL })).toMatchObject({ version: 1 })
    expect(await api.serving.champion({})).toMatchObject({ version: '1' })
    const events = await api.models.events({ model: MODEL })
    expect(events.at(-2)).toMatchObject({ action: 'promoted', toVersion: 2, reason: 'looks better' })
    await api.models.setAlias({ model: MODEL, alias: 'favourite', version: 2 })
    expect((await api.models.version({ model: MODEL, version: 2 })).aliases).toContain('favourite')
  })

  it('answer the form as they answer the endpoint', async () => {
    const { address } = await api.serving.start({ port: 0 })
    const answer = await api.serving.predict({ instance: EXAMPLE_INCIDENT })
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
    const response = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(EXAMPLE_INCIDENT),
    })
    const told: unknown = await response.json()
    expect(told).toMatchObject({ probability: answer.probability, prediction: answer.prediction, model_version: '1' })
    const byFeatures = await api.serving.predict({
      instance: Object.fromEntries(answer.features.map(({ name, value }) => [name, value])),
    })
    expect(byFeatures).toMatchObject({ ok: true, probability: answer.probability })
    await expect.poll(async () => (await api.serving.now()).requests).toBe(1)
    expect((await api.serving.now()).last[0]).toMatchObject({ method: 'POST', path: '/predict', status: 200 })
    await expect(api.serving.start({ port: 0 })).rejects.toMatchObject({ cause: { code: 'serving.already' } })
    await api.serving.stop()
    expect(await api.serving.now()).toMatchObject({ address: null, champion: null })
    await expect(fetch(`${address}/`)).rejects.toThrow()
  })

  it('say beside each field what is wrong with an incident', async () => {
    const answer = await api.serving.predict({ instance: { ...EXAMPLE_INCIDENT, date: 'yesterday', latitude: 5 } })
    expect(answer).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ loc: ['date'] }),
        expect.objectContaining({ loc: ['latitude'] }),
      ]),
    })
  })

  it('say why in the incident’s own fields, so that the effects add up to the answer', async () => {
    const answer = await api.serving.predict({ instance: EXAMPLE_INCIDENT })
    if (!answer.ok || answer.why === null) throw new Error('no reasons')
    const sum = answer.why.effects.reduce((total, { effect }) => total + effect, answer.why.base)
    expect(sum).toBeCloseTo(answer.probability, 9)
    const labels = answer.why.effects.map(({ label }) => label)
    expect(labels).toContain(`offence ${EXAMPLE_INCIDENT.primary_type}`)
    expect(answer.why.told[0]!.text).toMatch(/ (raises|lowers) it by 0\.\d\d$/)
  })

  it('offer the data’s own values in the form', async () => {
    const form = await api.serving.form({})
    const types = form!.choices.find(({ column }) => column === 'primary_type')!.values
    expect(types.map(({ value }) => value)).toContain('THEFT')
    expect(types.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(form!.stations.length).toBeGreaterThan(20)
  })

  it('give requests to paste that work', async () => {
    const { address } = await api.serving.start({ port: 0 })
    const { curl, python, javascript } = await api.serving.snippets()
    const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-snippets-'))
    try {
      writeFileSync(join(folder, 'client.mjs'), javascript)
      const { execFile } = await import('node:child_process')
      const run = (program: string, args: string[]) =>
        new Promise<string>((resolve, reject) =>
          execFile(program, args, (error, stdout) => (error ? reject(error) : resolve(stdout))),
        )
      expect(await run(process.execPath, [join(folder, 'client.mjs')])).toContain('probability')
      expect(curl).toContain(`${address}/predict`)
      if (existsSync('/usr/bin/curl')) expect(await run('/bin/sh', ['-c', curl])).toContain('probability')
      if (existsSync('/usr/bin/python3')) {
        writeFileSync(join(folder, 'client.py'), python)
        expect(await run('/usr/bin/python3', [join(folder, 'client.py')])).toContain('probability')
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await api.serving.stop()
    }
  })

  it('of the recommended recipe take the example, and offer blocks to choose from', async () => {
    await run({ ...PRESETS.recommended, train: { ...PRESETS.recommended!.train, ...QUICK_RECIPE.train } })
    const { versions } = (await api.models.list())[0]!
    const { version } = versions[0]!
    await api.models.promote({ model: MODEL, version, reason: 'test', allowSchemaChange: true })
    const form = await api.serving.form({})
    const blocks = form!.choices.find(({ column }) => column === 'block')!.values
    expect(blocks.length).toBeGreaterThan(10)
    expect(blocks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    const { address } = await api.serving.start({ port: 0 })
    const body = JSON.stringify({ ...EXAMPLE_INCIDENT, block: blocks[0]!.value, explain: true })
    const answer = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    await api.serving.stop()
    expect(answer.status).toBe(200)
    const inForm = await api.serving.predict({ instance: EXAMPLE_INCIDENT })
    if (!inForm.ok) throw new Error(JSON.stringify(inForm.problems))
    // Arrest rates of the code by place, block and time are not of the code alone.
    const fields = inForm.why!.effects.map(({ field }) => field)
    expect(fields).toEqual(expect.arrayContaining(['iucr', 'location_description', 'block', 'date', 'beat']))
    await api.models.rollback({ model: MODEL, reason: 'test' })
  })

  it('score a file, with progress, and give it back', async () => {
    const steps = []
    for await (const step of await api.serving.scoreFile({ path: file })) steps.push(step)
    const last = steps.at(-1)!
    if (last.type !== 'done') throw new Error('the file was not scored')
    expect(last.result).toMatchObject({ rows: 3000, model: MODEL, version: 1, name: 'incidents_scored.csv' })
    const scored = await findFile(last.result.url.slice('files/'.length), new URLSearchParams(), test.engine, never)
    const lines = Buffer.concat(await scored!.body.toArray())
      .toString('utf8')
      .trim()
      .split('\n')
    expect(lines).toHaveLength(3001)
    expect(lines[0]).toMatch(/probability,prediction$/)
    const absent = await findFile('scored/../../workbench.db', new URLSearchParams(), test.engine, never)
    expect(absent).toBeUndefined()
  })

  it('can be downloaded whole, and in the formats of others', async () => {
    const { url } = await api.models.version({ model: MODEL, version: 1 })
    const zip = await findFile(url.slice('files/'.length), new URLSearchParams(), test.engine, never)
    const archive = join(test.folder, 'model.zip')
    writeFileSync(archive, Buffer.concat(await zip!.body.toArray()))
    if (existsSync('/usr/bin/python3')) {
      const script = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), *sorted(z.namelist()))'
      const listed = execFileSync('/usr/bin/python3', ['-c', script, archive]).toString()
      expect(listed).toMatch(/^None .*calibration\.json .*featurizer\.json .*model\.bin/)
    }
    expect(readFileSync(archive).subarray(0, 2).toString()).toBe('PK')
    const onnx = await findFile(url.slice('files/'.length), new URLSearchParams({ format: 'onnx' }), test.engine, never)
    expect(onnx).toMatchObject({ name: `${MODEL}-1.onnx` })
    expect(onnx!.bytes).toBeGreaterThan(100)
  })
})
