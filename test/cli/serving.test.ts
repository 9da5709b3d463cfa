import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseCsv } from '../../src/main/sources/csv.ts'
import { folderForFile, type Running, run, runJson, startForTest, writeYear } from '../support/cli.ts'

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
const countsDocument = z.array(
  z.object({
    version: z.number(),
    arm: z.string(),
    predictions: z.number(),
    labelled: z.number(),
    arrests: z.number(),
  }),
)
const answerDocument = z.object({ prediction_id: z.string(), probability: z.number(), model_version: z.string() })
const contestDocument = z.object({ champion: z.number(), challenger: z.number(), neededRows: z.number() })

/** What a team does with a champion that other programs ask: keys, predictions, what really happened, and a trial. */
describe('a champion that others ask', () => {
  const folder = folderForFile()
  const at = ['--workspace', join(folder, 'workspace')]
  const learner = (name: string) => ['--set', `train.learners=["${name}"]`, '--set', 'train.folds=2']
  let key: string

  beforeAll(async () => {
    const year = writeYear(folder)
    await run([...at, 'run', '--source', year, ...learner('decision-tree')])
    await run([...at, 'run', '--source', year, ...learner('logistic-regression'), '--set', 'promote.threshold=0.9'])
    key = (await runJson(z.object({ key: z.string() }), [...at, 'keys', 'add', 'dispatch'])).key
  })

  async function serving(): Promise<{
    process: Running
    ask(path: string, body: unknown, key: string): Promise<Response>
  }> {
    const process = startForTest([...at, 'serve', '--port', '0'])
    const [, address = ''] = await process.says(/ on (http:\/\/127\.0\.0\.1:\d+)/)
    return {
      process,
      ask: (path, body, sent) =>
        fetch(`${address}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': sent },
          body: JSON.stringify(body),
        }),
    }
  }

  it('lets in whoever has a key, a new one and no revoked one, without a restart', async () => {
    const { ask } = await serving()
    const status = async (sent: string) => (await ask('/predict', INCIDENT, sent)).status
    expect([await status(key), await status('guessed')]).toEqual([200, 401])
    const { key: other } = await runJson(z.object({ key: z.string() }), [...at, 'keys', 'add', 'newcomer'])
    await expect.poll(() => status(other), { timeout: 10_000 }).toBe(200)
    expect(await runJson(z.array(z.string()), [...at, 'keys'])).toEqual(['dispatch', 'newcomer'])
    await run([...at, 'keys', 'revoke', 'newcomer'])
    await expect.poll(() => status(other), { timeout: 10_000 }).toBe(401)
    const { code, stderr } = await run([...at, 'keys', 'revoke', 'newcomer'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('newcomer')])
  })

  it('keeps what it answered and what really happened, to be counted and taken elsewhere', async () => {
    const { ask, process } = await serving()
    const answer = answerDocument.parse(await (await ask('/predict', { ...INCIDENT, id: 'JB1' }, key)).json())
    const feedback = await ask('/feedback', { prediction_id: answer.prediction_id, arrest: true }, key)
    expect(await feedback.json()).toMatchObject({ accepted: 1, unknown: [] })
    process.process.kill('SIGTERM')
    await process.ended
    const [counts] = await runJson(countsDocument, [...at, 'predictions', '--labelled'])
    expect(counts).toMatchObject({ version: 1, arm: 'champion', predictions: 1, labelled: 1, arrests: 1 })
    const file = join(folder, 'predictions.csv')
    expect((await run([...at, 'predictions', '--labelled', '--out', file])).stdout).toContain(file)
    const [header = [], row = []] = parseCsv(readFileSync(file, 'utf8'))
    const cells = Object.fromEntries(header.map((name, k) => [name, row[k]]))
    expect(cells).toMatchObject({ prediction_id: answer.prediction_id, arrest: 'true' })
    expect(Number(cells.probability)).toBe(answer.probability)
    const { code, stderr } = await run([...at, 'predictions', '--out', join(folder, 'predictions.xlsx')])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/csv.*parquet/i)])
  })

  it('tries its challenger in silence, until told to stop', async () => {
    expect((await run([...at, 'models', 'contest', 'start', 'half'])).code).toBe(2)
    const begun = await runJson(contestDocument, [...at, 'models', 'contest', 'start', 'shadow'])
    expect(begun).toMatchObject({ champion: 1, challenger: 2 })
    expect(begun.neededRows).toBeGreaterThan(100)
    const { ask, process } = await serving()
    const answer = answerDocument.parse(await (await ask('/predict', INCIDENT, key)).json())
    expect(answer.model_version).toBe('1')
    process.process.kill('SIGTERM')
    await process.ended
    const counts = await runJson(countsDocument, [...at, 'predictions'])
    expect(counts).toContainEqual(expect.objectContaining({ version: 2, arm: 'shadow', predictions: 1 }))
    const judged = await run([...at, 'models', 'contest', 'judge'])
    expect([judged.code, judged.stdout]).toEqual([0, expect.stringContaining('Nothing was changed')])
    await run([...at, 'models', 'contest', 'stop'])
    expect((await run([...at, 'models', 'contest'])).stdout).toContain(
      'No version of xgboost_chicago_crimes is on trial',
    )
  })
})
